import { invalidRecord } from '../../errors.ts'

const pattern = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/
const maxLength = 254

/** E-mail addresses are compared and stored trimmed, composed and in lower case. */
export const normaliseEmail = (text: string): string => text.normalize('NFC').trim().toLowerCase()

export const isEmail = (text: string): boolean => text.length <= maxLength && pattern.test(text)

/** The address as it is stored. Throws a 422 for what is no address. */
export function emailAddress(text: string): string {
  const email = normaliseEmail(text)
  if (!isEmail(email)) throw invalidRecord({ email: 'Email is invalid' })
  return email
}
