import type { TextKey } from '../../shell/catalogue.ts'

export interface SnoozeTime {
  title: TextKey
  /** Seconds; undefined until the customer writes again. */
  until: number | undefined
}

const hour = 3600

/** Sensible moments to be reminded, none of them past and no two the same. */
export function snoozeTimes(now = new Date()): SnoozeTime[] {
  const seconds = Math.floor(now.getTime() / 1000)
  return [
    { title: 'desk.snooze.reply', until: undefined },
    { title: 'desk.snooze.hour', until: seconds + hour },
    { title: 'desk.snooze.tomorrow', until: morning(now, 1) },
    { title: 'desk.snooze.week', until: morning(now, daysToMonday(now)) },
    { title: 'desk.snooze.month', until: morning(now, 30) },
  ]
}

const daysToMonday = (now: Date): number => (8 - now.getDay()) % 7 || 7

function morning(now: Date, days: number): number {
  const date = new Date(now)
  date.setDate(date.getDate() + days)
  date.setHours(9, 0, 0, 0)
  return Math.floor(date.getTime() / 1000)
}
