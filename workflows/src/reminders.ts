import type { ProcessTimings } from '@cordboard/core/processes/process.ts'
import { readSpan } from './timings.ts'

export interface Reminder {
  /** As in the settings, e.g. `24h`; `stalled` for the one that says so. */
  key: string
  /** Milliseconds since the first waiting. */
  at: number
}

export const stalled = 'stalled'

/** All reminders of a process in their order. At the same moment as `stalled` no other is given. */
export function remindersOf(timings: Pick<ProcessTimings, 'reminders' | 'stalled'>): Reminder[] {
  const end = { key: stalled, at: readSpan(timings.stalled) }
  const spans = timings.reminders.split(',').map((text) => ({ key: text.trim(), at: readSpan(text) }))
  return [...spans.filter(({ at }) => at !== end.at), end].sort((one, other) => one.at - other.at)
}

/**
 * Which reminder is due at this age. Where several are, after an outage say, one is given and the others count as told: the
 * one that says "stalled", else the latest.
 */
export function dueReminder(
  reminders: Reminder[],
  age: number,
  told: string[],
): { give: Reminder; passed: string[] } | undefined {
  const due = reminders.filter(({ key, at }) => at <= age && !told.includes(key))
  const give = due.find(({ key }) => key === stalled) ?? due.at(-1)
  return give && { give, passed: due.map(({ key }) => key) }
}

/** Age at which the next reminder is due. */
export const nextReminder = (reminders: Reminder[], age: number, told: string[]): number | undefined =>
  reminders.find(({ key, at }) => at > age && !told.includes(key))?.at
