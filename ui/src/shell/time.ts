import { language } from './language.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const formats = new Map<string, Intl.DateTimeFormat>()

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(language, options)
  formats.set(key, made)
  return made
}

/** Wire times are seconds; a few are ISO texts. */
export const dateOf = (time: number | string): Date => new Date(typeof time === 'number' ? time * second : time)

/** `09:26` */
export const clockTime = (time: number | string): string =>
  format('clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(dateOf(time))

/** `Friday 20 November`, with the year when it is another one. */
export function dayName(time: number | string, now = Date.now()): string {
  const date = dateOf(time)
  const thisYear = date.getFullYear() === new Date(now).getFullYear()
  return format(thisYear ? 'day' : 'day of a year', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(thisYear ? {} : { year: 'numeric' }),
  }).format(date)
}

/** The exact moment, for tooltips. */
export const exactTime = (time: number | string): string =>
  format('exact', { dateStyle: 'full', timeStyle: 'short' }).format(dateOf(time))

/** How long ago, as short as a list needs it: `now`, `3m`, `2h`, `4d`, then the date. */
export function shortAge(time: number, now = Date.now()): string {
  const age = now - time * second
  if (age < minute) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second')
  if (age < hour) return unit(Math.floor(age / minute), 'minute')
  if (age < day) return unit(Math.floor(age / hour), 'hour')
  if (age < 7 * day) return unit(Math.floor(age / day), 'day')
  return format('date', { day: 'numeric', month: 'short' }).format(dateOf(time))
}

const unit = (count: number, name: 'minute' | 'hour' | 'day'): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(count)

/** Whether two moments lie on one day of the reader's calendar. */
export const sameDay = (one: number, other: number): boolean =>
  dateOf(one).toDateString() === dateOf(other).toDateString()
