import type { ProcessTimings } from '@cordboard/core/processes/process.ts'

/** Where the input of an older process names none. */
export const usualTimings: ProcessTimings = {
  reminders: '24h,72h,7d,14d',
  stalled: '7d',
  giveUp: '30d',
  polls: '5x1m,6x5m,12x30m,2h,48h:6h,7d:12h',
}

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a span such as `24h`. */
export function readSpan(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim()) ?? []
  if (!count || !unit) throw new Error(`"${text}" is no span of time: write it like 90s, 5m, 24h or 7d`)
  return Number(count) * units[unit as keyof typeof units]
}

export interface Polls {
  /** The first looks, one entry each, in milliseconds. */
  quick: number[]
  /** Afterwards: the last row whose age is reached counts. */
  slow: { from: number; every: number }[]
}

/** Reads `5x1m,6x5m,2h,48h:6h`: five looks a minute apart, six at 5 minutes, then every 2 hours, after 48 hours every 6. */
export function readPolls(text: string): Polls {
  const polls: Polls = { quick: [], slow: [] }
  for (const word of text.split(',').map((part) => part.trim())) {
    const [, times, step] = /^(\d+)x(.+)$/.exec(word) ?? []
    const [, from, every] = /^(.+):(.+)$/.exec(word) ?? []
    if (times && step) polls.quick.push(...Array(Number(times)).fill(readSpan(step)))
    else if (from && every) polls.slow.push({ from: readSpan(from), every: readSpan(every) })
    else polls.slow.push({ from: 0, every: readSpan(word) })
  }
  if (polls.slow.length === 0) throw new Error(`"${text}" does not say how often to look in the end, e.g. 5x1m,2h`)
  return polls
}
