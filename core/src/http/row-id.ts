import { notFound } from '../errors.ts'

/** A row id from a path or body; anything else is a 404, as a row that is not there. */
export function rowId(text: unknown): number {
  const id = typeof text === 'number' ? text : /^\d{1,15}$/.test(String(text)) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(id) || id < 0) throw notFound()
  return id
}
