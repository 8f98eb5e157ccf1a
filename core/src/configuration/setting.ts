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
