import { invalidRecord } from '../../errors.ts'

const maxText = 1500
const maxInteger = 9_999_999_999

/** An object of free attributes from a request; what is no object is an empty one. */
export const attributeBag = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

/** The same, refusing texts and numbers that are too large. `name` is the attribute on the wire. */
export function checkedBag(name: string, value: unknown): Record<string, unknown> {
  const bag = attributeBag(value)
  for (const [key, inner] of Object.entries(bag)) {
    if (typeof inner === 'string' && inner.length > maxText)
      throw invalidRecord({ [name]: `${key} length should be at most ${maxText}` })
    if (typeof inner === 'number' && Math.abs(inner) > maxInteger)
      throw invalidRecord({ [name]: `${key} value should be at most ${maxInteger}` })
  }
  return bag
}
