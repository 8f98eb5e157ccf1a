/* Moments and spans in the reader's language. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const formats = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${name}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, options)
  formats.set(key, made)
  return made
}

const clock = (locale: string, date: Date): string =>
  format(locale, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(date)

interface Reader {
  locale: string
  t(key: string, values?: Record<string, unknown>): string
}

/** `today at 11:26`, `yesterday at 10:03`, `16 Nov, 10:02` */
export function moment({ locale, t }: Reader, iso: string, now = Date.now()): string {
  const date = new Date(iso)
  const days = Math.round((startOfDay(date) - startOfDay(new Date(now))) / day)
  const time = clock(locale, date)
  if (Math.abs(days) <= 1)
    return t('when.at', { day: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day'), time })
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  const written = format(locale, sameYear ? 'date' : 'date of a year', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date)
  return t('when.on', { day: written, time })
}

const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()

/** The exact moment, for tooltips. */
export const exactly = (locale: string, iso: string): string =>
  format(locale, 'exact', { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(iso))

/** `in 38 minutes`, `2 hours ago` */
export function distance(locale: string, iso: string, now = Date.now()): string {
  const [count, unit] = measure(Date.parse(iso) - now)
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(count, unit)
}

/** `6 days`; `now` within the first minute. */
export function span(locale: string, fromIso: string, now = Date.now()): string {
  const [count, unit] = measure(Math.max(0, now - Date.parse(fromIso)))
  if (unit === 'second') return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second')
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}

function measure(milliseconds: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  const size = Math.abs(milliseconds)
  if (size < minute) return [Math.round(milliseconds / 1000), 'second']
  if (size < hour) return [Math.round(milliseconds / minute), 'minute']
  if (size < 2 * day) return [Math.round(milliseconds / hour), 'hour']
  return [Math.trunc(milliseconds / day), 'day']
}

export const capital = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1)
