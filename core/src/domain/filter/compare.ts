import type { Bindings } from './bindings.ts'
import type { Comparison, FilterAttribute, Operator } from './filter-attributes.ts'

/** Thrown for a value that the attribute cannot be compared with. */
export class UnfitValue extends Error {}

/** SQL of one comparison of row `c`. Every value is bound. */
export function compare(
  attribute: FilterAttribute,
  operator: Operator,
  values: readonly unknown[],
  { bind }: Bindings,
): string {
  const { sql, comparison } = attribute
  switch (operator) {
    case 'is_present':
      return comparison.kind === 'labels' ? `${sql} <> '{}'` : `${sql} is not null`
    case 'is_not_present':
      return comparison.kind === 'labels' ? `${sql} = '{}'` : `${sql} is null`
    case 'contains':
      return `(${sql})::text ilike any (${bind(values.map((value) => pattern(value)))}::text[])`
    case 'does_not_contain':
      return `(${sql})::text not ilike all (${bind(values.map((value) => pattern(value)))}::text[])`
    case 'starts_with':
      return `(${sql})::text like ${bind(`${escaped(text(values[0]).trim().toLowerCase())}%`)}::text`
    case 'is_greater_than':
      return `${sql} > ${bindOne(comparison, values[0], bind)}`
    case 'is_less_than':
      return `${sql} < ${bindOne(comparison, values[0], bind)}`
    case 'days_before':
      return `${sql} < (now() at time zone 'UTC')::date - ${bind(days(values[0]))}::int`
    default:
      return equality(attribute, values, operator === 'not_equal_to', bind)
  }
}

type Bind = Bindings['bind']

function equality(attribute: FilterAttribute, values: readonly unknown[], negated: boolean, bind: Bind): string {
  const { sql, comparison, absentIsUnequal } = attribute
  switch (comparison.kind) {
    case 'labels': {
      const shared = `${sql} && ${bind(values.map((value) => text(value).toLowerCase()))}::text[]`
      return negated ? `not (${shared})` : shared
    }
    case 'names':
      return namesEqual(sql, comparison, values, negated, bind)
    case 'text': {
      const wanted = (comparison.first ? values.slice(0, 1) : values).map((value) =>
        comparable(text(value), comparison),
      )
      const stored = comparison.ignoreCase ? `lower(${sql})` : `(${sql})`
      return among(stored, `${bind(wanted)}::text[]`, negated, absentIsUnequal)
    }
    case 'boolean':
      return among(sql, `${bind(values.map(flag))}::boolean[]`, negated, absentIsUnequal)
    case 'date':
      return among(sql, `${bind(values.map(date))}::date[]`, negated, absentIsUnequal)
    case 'number':
      return among(sql, `${bind(values.map(number))}::numeric[]`, negated, absentIsUnequal)
  }
}

function among(stored: string, list: string, negated: boolean, absentIsUnequal = false): string {
  if (!negated) return `${stored} = any (${list})`
  return absentIsUnequal ? `(${stored} <> all (${list}) or ${stored} is null)` : `${stored} <> all (${list})`
}

// `nil` among the values means: without one.
function namesEqual(
  sql: string,
  { names, all }: Extract<Comparison, { kind: 'names' }>,
  values: readonly unknown[],
  negated: boolean,
  bind: Bind,
): string {
  if (all !== undefined && values.includes(all)) return negated ? 'false' : 'true'
  const numbers = values.map((value) => names.indexOf(text(value))).filter((place) => place >= 0)
  const list = `${bind(numbers)}::int[]`
  const nil = values.some((value) => value === null || value === 'nil')
  if (negated) return `(${sql} is not null and ${sql} <> all (${list}))`
  return `(${sql} = any (${list})${nil ? ` or ${sql} is null` : ''})`
}

function bindOne(comparison: Comparison, value: unknown, bind: Bind): string {
  if (comparison.kind === 'date') return `${bind(date(value))}::date`
  return `${bind(number(value))}::numeric`
}

const comparable = (value: string, { ignoreCase, normalise }: Extract<Comparison, { kind: 'text' }>) => {
  const normal = normalise ? normalise(value.trim()) : value
  return ignoreCase ? normal.toLowerCase() : normal
}

const escaped = (value: string) => value.replace(/[\\%_]/g, '\\$&')
const pattern = (value: unknown) => `%${escaped(text(value).trim())}%`

function text(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null) return ''
  throw new UnfitValue()
}

function number(value: unknown): string {
  const digits = text(value).trim()
  if (!/^-?\d{1,30}(\.\d{1,30})?$/.test(digits)) throw new UnfitValue()
  return digits
}

function days(value: unknown): number {
  const digits = text(value).trim()
  if (!/^\d{1,5}$/.test(digits)) throw new UnfitValue()
  return Number(digits)
}

function date(value: unknown): string {
  const day = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(text(value).trim())?.[0]
  if (day === undefined || Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day)
    throw new UnfitValue()
  return day
}

function flag(value: unknown): boolean {
  const word = text(value).toLowerCase()
  if (word === 'true' || word === '1') return true
  if (word === 'false' || word === '0') return false
  throw new UnfitValue()
}
