import { invalidRecord } from '../../errors.ts'

const pattern = /^[\p{L}\p{N}][\p{L}\p{N}_-]+$/u

/** The title of a label as it is stored: lower case, begins with a letter or digit, then letters, digits, `_` or `-`. */
export function labelTitle(text: string | undefined): string {
  const title = (text ?? '').normalize('NFC').trim().toLowerCase()
  if (title === '') throw invalidRecord({ title: "Title can't be blank" })
  if (!pattern.test(title))
    throw invalidRecord({
      title: 'Title must begin with a letter or digit, then letters, digits, _ or -, two or more in all',
    })
  return title
}
