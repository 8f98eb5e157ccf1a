/** What an operator reads in the Temporal UI, and an administrator beside the inbox. */
export interface DetailsOf {
  phase: string
  since: number
  why: string
  now: number
  parked: boolean
  nextCheckAt?: number | undefined
  nextReminderAt?: number | undefined
  givesUpAt?: number | undefined
  /** The last look failed, in the provider's words. */
  problem?: string | undefined
  /** What a person has to do, or may do. */
  advice: string
  ended?: boolean
}

/** Markdown, a few sentences: the state, since when, why, what happens next and when, what a person can do. */
export function details(of: DetailsOf): string {
  const head = of.parked
    ? '**Parked**: the plugin is off for this account.'
    : `**${inWords(of.phase)}** since ${moment(of.since)} (${span(of.now - of.since)}).`
  return [head, of.why, of.problem && `The last look failed: ${of.problem}`, next(of), of.advice]
    .filter(Boolean)
    .join('\n\n')
}

function next({ parked, ended, nextCheckAt, nextReminderAt, givesUpAt, phase }: DetailsOf): string {
  if (ended) return 'Next: nothing; this process has ended.'
  if (parked)
    return `Next: goes on in “${inWords(phase)}” as soon as the plugin is on again; that is looked at once a day.`
  if (nextCheckAt === undefined) return 'Next: the action under way ends, then the channel is looked at.'
  const lines = [`Next: the channel is looked at on ${moment(nextCheckAt)}, sooner when news arrives.`]
  if (nextReminderAt !== undefined) lines.push(`Administrators are reminded on ${moment(nextReminderAt)}.`)
  if (givesUpAt !== undefined) lines.push(`It is given up on ${moment(givesUpAt)}.`)
  return lines.join(' ')
}

/** `action_required:verify_number` as people write it. */
export const inWords = (phase: string): string => {
  const words = phase.replaceAll('_', ' ').replace(':', ': ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `2026-11-23 09:00 UTC`. */
export const moment = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const span = (milliseconds: number): string => {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 120) return `${minutes} minutes`
  return minutes < 2880 ? `${Math.floor(minutes / 60)} hours` : `${Math.floor(minutes / 1440)} days`
}
