import { invalidRecord } from '../../errors.ts'

// ASCII alone: the address is sent as a header with every answer.
const pattern = /^[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i
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
