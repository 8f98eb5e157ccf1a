import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'
import { unprocessable } from '../../errors.ts'
import type { Bindings } from './bindings.ts'
import { compare, UnfitValue } from './compare.ts'
import {
  customAttribute,
  type FilterAttribute,
  type FilterModel,
  type Operator,
  standardAttributes,
} from './filter-attributes.ts'

/** One condition as clients send it. */
interface Condition {
  key: string
  operator: string
  values: unknown[]
  /** Joins it to the next one. */
  joint: 'and' | 'or'
}

const maxConditions = 100
const withoutValue = new Set(['is_present', 'is_not_present'])

/**
 * SQL of a filter over rows `c`, or undefined for an empty one. Conditions are joined from left to right, AND before OR,
 * without brackets. What is wrong is a 422 that says so.
 */
export async function compileFilter(
  em: EntityManager,
  { accountId, model, payload }: { accountId: number; model: FilterModel; payload: unknown },
  bindings: Bindings,
): Promise<string | undefined> {
  const conditions = readConditions(payload)
  if (conditions.length === 0) return undefined
  const types = await customTypes(em, accountId, model, conditions)
  const parts = conditions.map((condition, place) => {
    const joint = place < conditions.length - 1 ? ` ${condition.joint} ` : ''
    return `(${compileCondition(model, condition, types, bindings)})${joint}`
  })
  return parts.join('')
}

function readConditions(payload: unknown): Condition[] {
  if (payload === undefined || payload === null || payload === '') return []
  if (!Array.isArray(payload) || payload.length > maxConditions)
    throw invalidFilter('The payload must be a list of conditions')
  const joints = payload.map(jointOf)
  return payload.map((item: Record<string, unknown>, place) => ({
    key: String(item.attribute_key ?? ''),
    operator: String(item.filter_operator ?? ''),
    values: listOf(item.values),
    joint: joints[place] as Condition['joint'],
  }))
}

function jointOf(item: unknown): Condition['joint'] {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw invalidFilter('A condition must be an object')
  const written = (item as { query_operator?: unknown }).query_operator
  const joint = String(written ?? 'and').toLowerCase() || 'and'
  if (joint !== 'and' && joint !== 'or') throw invalidFilter('Query operator must be either "AND" or "OR".')
  return joint
}

const listOf = (values: unknown): unknown[] => {
  if (values === undefined || values === null) return []
  return Array.isArray(values) ? values : [values]
}

function compileCondition(
  model: FilterModel,
  condition: Condition,
  types: ReadonlyMap<string, number>,
  bindings: Bindings,
): string {
  const { key, operator, values } = condition
  const attribute = attributeOf(model, key, types, bindings)
  if (!attribute.operators.includes(operator as Operator))
    throw invalidFilter(`Invalid operator. The allowed operators for ${key} are [${attribute.operators.join(',')}].`)
  if (!withoutValue.has(operator) && (values.length === 0 || values.every((value) => value === '')))
    throw invalidFilter(`Invalid value. The values provided for ${key} are invalid`)
  try {
    return compare(attribute, operator as Operator, values, bindings)
  } catch (error) {
    if (error instanceof UnfitValue) throw invalidFilter(`Invalid value. The values provided for ${key} are invalid`)
    throw error
  }
}

function attributeOf(
  model: FilterModel,
  key: string,
  types: ReadonlyMap<string, number>,
  { bind }: Bindings,
): FilterAttribute {
  const standard = standardAttributes[model]
  if (Object.hasOwn(standard, key)) return standard[key] as FilterAttribute
  const type = types.get(key)
  if (type !== undefined) return customAttribute(key, type, bind)
  const allowed = Object.keys(standard).join(',')
  throw invalidFilter(
    `Invalid attribute key - [${key}]. The key should be one of [${allowed}] or a custom attribute defined in the account.`,
  )
}

const models = { conversation: 0, contact: 1 } as const

async function customTypes(em: EntityManager, accountId: number, model: FilterModel, conditions: readonly Condition[]) {
  const keys = conditions.map(({ key }) => key).filter((key) => !Object.hasOwn(standardAttributes[model], key))
  if (keys.length === 0) return new Map<string, number>()
  const rows = await query<{ key: string; type: number }>(
    em,
    `select attribute_key as key, attribute_display_type as type from custom_attribute_definitions
     where account_id = $1 and attribute_model = $2 and attribute_key = any($3)`,
    [accountId, models[model], keys],
  )
  return new Map(rows.map(({ key, type }) => [key, type]))
}

const invalidFilter = (message: string) => unprocessable(message, 'filter.invalid')
