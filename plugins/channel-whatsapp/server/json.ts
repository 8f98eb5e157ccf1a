/** Readers for data of which nothing is certain: each answers the value if it has the wanted shape, else undefined. */

export type Json = Record<string, unknown>

const longestText = 150_000

/** A string of any length that is worth keeping; numbers are taken as their digits. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return undefined
  const kept = value.length > longestText ? value.slice(0, longestText) : value
  return kept.includes('\0') || !kept.isWellFormed() ? kept.replaceAll('\0', '').toWellFormed() : kept
}

/** A text with something in it. */
export function word(value: unknown): string | undefined {
  const found = text(value)?.trim()
  return found ? found : undefined
}

export function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
}

/** The records of a list; whatever else it holds is left out. */
export function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter((item): item is Json => record(item) !== undefined) : []
}

export function number(value: unknown): number | undefined {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

/** The named texts of a record that are there. */
export function texts<Name extends string>(
  from: Json | undefined,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = word(from?.[name])
    if (value !== undefined) found[name] = value
  }
  return found
}

/** The same without the keys that have no value. */
export function present<Shape extends object>(shape: { [Key in keyof Shape]: Shape[Key] | undefined }): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Shape
}

/** A copy that is safe to serialise again: no deeper than `depth`, so that hostile nesting cannot exhaust the stack. */
export function shallow(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? text(value) : value
  if (depth === 0) return null
  if (Array.isArray(value)) return value.map((item) => shallow(item, depth - 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), shallow(item, depth - 1)]))
}
