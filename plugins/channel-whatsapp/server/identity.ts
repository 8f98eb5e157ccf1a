import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const phoneId = /^\d{1,15}$/
const businessScopedId = /^[A-Z]{2}(\.ENT)?\.[A-Za-z0-9]{1,128}$/

/** A WhatsApp id made of digits, usually a phone number without `+`. */
export const isPhoneId = (value: string): boolean => phoneId.test(value)

/** The id of a person for one business, of people who hide their number behind a username. */
export const isBusinessScopedId = (value: string): boolean => businessScopedId.test(value)

export const isContactId = (value: string): boolean => isPhoneId(value) || isBusinessScopedId(value)

/** `+<digits>` of anything that holds a phone number, or undefined. */
export function phoneNumber(value: string): string | undefined {
  const digits = value.replace(/\D/g, '')
  return digits.length >= 5 && isPhoneId(digits) ? `+${digits}` : undefined
}

// With the first person who has no name: large, and most have one.
const library = () => require('libphonenumber-js/min') as typeof import('libphonenumber-js/min')

/** How people write the number, for a contact whose name is not known. Numbers the library finds odd stay as they are. */
export function displayNumber(digits: string): string {
  const { parsePhoneNumberFromString } = library()
  return parsePhoneNumberFromString(`+${digits}`)?.formatInternational() ?? `+${digits}`
}

/**
 * Other ids under which the same person may be stored. Some countries changed how mobile numbers are written, and
 * WhatsApp kept the old form for older accounts.
 */
export function numberVariants(digits: string): string[] {
  return [...brazilian(digits), ...argentine(digits), ...mexican(digits)]
}

// 55 + area (2) + 8 digits, or 9 in front of them; only mobile numbers (which begin with 6 to 9) got the ninth digit.
function brazilian(digits: string): string[] {
  const short = /^55(\d{2})([6-9]\d{7})$/.exec(digits)
  if (short) return [`55${short[1]}9${short[2]}`]
  const long = /^55(\d{2})9([6-9]\d{7})$/.exec(digits)
  return long ? [`55${long[1]}${long[2]}`] : []
}

// Mobile numbers carry a 9 after the country code on WhatsApp; people dial without it.
function argentine(digits: string): string[] {
  const mobile = /^549(\d{10})$/.exec(digits)
  if (mobile) return [`54${mobile[1]}`]
  const dialled = /^54([1-8]\d{9})$/.exec(digits)
  return dialled ? [`549${dialled[1]}`] : []
}

// A 1 after the country code marked mobile numbers until 2019.
function mexican(digits: string): string[] {
  const marked = /^521(\d{10})$/.exec(digits)
  if (marked) return [`52${marked[1]}`]
  const plain = /^52([2-9]\d{9})$/.exec(digits)
  return plain ? [`521${plain[1]}`] : []
}
