import ipaddr from 'ipaddr.js'

/** One environment variable, described once for reading it, for `--help` and for docs/configuration.md. */
export interface SettingDescription {
  name: string
  meaning: string
  /** What holds when the variable is not set, as a person reads it; empty where there is nothing. */
  default: string
  example: string
  /** Its value is never shown. */
  secret?: boolean
}

export interface Setting<Value> extends SettingDescription {
  /** The value of a text that is there. Throws an `Error` that says what it must be. */
  parse(text: string): Value
  /** Stands for the variable where it is not set. */
  fallback?: string
}

/** A setting that always has a value: its default is read like anything the operator writes. */
export const required = <Value>(setting: Setting<Value>) => ({
  ...setting,
  fallback: setting.default,
  required: true as const,
})

/** A setting that may be absent. */
export const optional = <Value>(setting: Setting<Value>) => ({ ...setting, required: false as const })

export const text = (value: string): string => value

/** A text that fits a pattern as a whole; `otherwise` says what it must be. */
export const fitting =
  (pattern: RegExp, otherwise: string) =>
  (value: string): string => {
    if (!pattern.test(value)) throw new Error(otherwise)
    return value
  }

export function port(value: string): number {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < 1 || number > 65_535) throw new Error('must be a port number from 1 to 65535')
  return number
}

export function flag(value: string): boolean {
  if (value !== 'true' && value !== 'false') throw new Error('must be true or false')
  return value === 'true'
}

/** An absolute http address, without a slash at its end. */
export function httpAddress(value: string): string {
  const url = URL.parse(value)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new Error('must be an address that begins with http:// or https://')
  return value.replace(/\/+$/, '')
}

/** A URL of one of the given kinds. */
export const urlOf =
  (...protocols: string[]) =>
  (value: string): string => {
    const url = URL.parse(value)
    if (!url || !protocols.includes(url.protocol))
      throw new Error(`must begin with ${protocols.map((name) => `${name}//`).join(' or ')}`)
    return value
  }

export function hostAndPort(value: string): string {
  const match = /^(.+):(\d+)$/.exec(value)
  if (!match || /\s|\//.test(value)) throw new Error('must be a host and a port with a colon between them')
  port(match[2] as string)
  return value
}

export function email(value: string): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) throw new Error('must be an e-mail address')
  return value.trim().toLowerCase()
}

export const oneOf =
  <Word extends string>(...words: Word[]) =>
  (value: string): Word => {
    if (!words.includes(value as Word)) throw new Error(`must be one of ${words.join(', ')}`)
    return value as Word
  }

export const atLeast =
  (characters: number) =>
  (value: string): string => {
    if (value.length < characters) throw new Error(`must have at least ${characters} characters`)
    return value
  }

/** Addresses and networks, with commas between them. */
export function networks(value: string): string[] {
  const items = value.split(',').flatMap((item) => item.trim() || [])
  const wrong = items.find((item) => !ipaddr.isValid(item) && !ipaddr.isValidCIDR(item))
  if (wrong) throw new Error(`must hold addresses or networks, and ${wrong} is neither`)
  return items
}

const spanText = /^\d+(\.\d+)?[smhd]$/

/** A span of time, kept as written. */
export function span(value: string): string {
  if (!spanText.test(value) || Number.parseFloat(value) === 0)
    throw new Error('must be a span of time such as 90s, 5m, 24h or 7d')
  return value
}

/** Spans with commas between them, each longer than the one before. */
export function spans(value: string): string {
  const words = value.split(',').map((word) => span(word.trim()))
  if (words.some((word, index) => index > 0 && seconds(word) <= seconds(words[index - 1] as string)))
    throw new Error('must hold spans of time, each longer than the one before')
  return words.join(',')
}

const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 }
const seconds = (word: string): number => Number.parseFloat(word) * (units[word.slice(-1)] as number)

const pollRow = /^(\d+x|\d+(\.\d+)?[smhd]:)?\d+(\.\d+)?[smhd]$/

/** How often to look: so many times a span apart (`5x1m`), from then on (`2h`), and after a while (`48h:6h`). */
export function polls(value: string): string {
  const words = value.split(',').map((word) => word.trim())
  const isRow = (word: string) => pollRow.test(word) && !/(^|[x:])0+(\.0+)?[smhd]/.test(word)
  if (!words.every(isRow) || words.every((word) => word.includes('x')))
    throw new Error('must say how often to look, for example 5x1m,2h: five times a minute apart, then every two hours')
  return words.join(',')
}

export function pace(value: string): number {
  const number = Number(value)
  if (!(number >= 1 && number <= 1_000_000)) throw new Error('must be a number from 1 to 1000000')
  return number
}
