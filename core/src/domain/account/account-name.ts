import { invalidRecord } from '../../errors.ts'
import { plainText } from '../plain-text.ts'

/** The name of an account as it is stored. Throws a 422 for an empty or overlong one. */
export function accountName(text: string): string {
  const name = plainText(text)
  if (name === '') throw invalidRecord({ name: "Name can't be blank" })
  if (name.length > 255) throw invalidRecord({ name: 'Name is too long (maximum is 255 characters)' })
  return name
}
