import { CordboardError } from '../errors.ts'

const maxDepth = 100
const poisoned = new Set(['__proto__', 'constructor', 'prototype'])

// PostgreSQL takes neither NUL nor half a surrogate pair; nothing a person writes needs them.
export const cleanText = (text: string): string => text.replaceAll('\0', '').toWellFormed()

/** Cuts out what the database cannot hold and what could reach into prototypes, at any depth; refuses absurd nesting. */
export function clean(value: unknown, depth = 0): unknown {
  if (depth > maxDepth)
    throw new CordboardError('request.nesting', 400, `The request body is nested deeper than ${maxDepth} levels`)
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map((inner) => clean(inner, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => !poisoned.has(key))
  return Object.fromEntries(entries.map(([key, inner]) => [cleanText(key), clean(inner, depth + 1)]))
}
