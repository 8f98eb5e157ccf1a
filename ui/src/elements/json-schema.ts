/** The part of JSON Schema that setup and settings forms are made of. */
export interface FieldSchema {
  type?: string | readonly string[]
  title?: string
  description?: string
  format?: string
  enum?: readonly (string | number)[]
  oneOf?: readonly { const: string | number; title?: string }[]
  default?: unknown
  examples?: readonly unknown[]
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
  items?: FieldSchema
  properties?: Record<string, FieldSchema>
  required?: readonly string[]
  writeOnly?: boolean
  readOnly?: boolean
  const?: unknown
  'x-order'?: number
  'x-placeholder'?: string
}

export interface FormSchema extends FieldSchema {
  properties?: Record<string, FieldSchema>
}

export type FormValue = Record<string, unknown>

/** How a field is drawn. */
export type FieldKind = 'text' | 'longText' | 'secret' | 'number' | 'switch' | 'choice' | 'list' | 'group'

const LONG = 200

export function kindOf(schema: FieldSchema): FieldKind {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (schema.format === 'secret' || schema.format === 'password' || schema.writeOnly) return 'secret'
  if (schema.enum || schema.oneOf) return 'choice'
  if (type === 'boolean') return 'switch'
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'object' || schema.properties) return 'group'
  if (type === 'array') return 'list'
  return schema.format === 'textarea' || schema.format === 'markdown' || (schema.maxLength ?? 0) > LONG
    ? 'longText'
    : 'text'
}

/** Fields in the order they stand in the form. */
export const fieldsOf = (schema: FieldSchema): [string, FieldSchema][] =>
  Object.entries(schema.properties ?? {})
    .filter(([, field]) => field.const === undefined && !field.readOnly)
    .sort(([, one], [, other]) => (one['x-order'] ?? 0) - (other['x-order'] ?? 0))

/** What a form shows before anything is entered. */
export function withDefaults(schema: FieldSchema, value: FormValue = {}): FormValue {
  const filled: FormValue = { ...value }
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (kindOf(field) === 'group') filled[name] = withDefaults(field, (value[name] ?? {}) as FormValue)
    else if (filled[name] === undefined && (field.const ?? field.default) !== undefined)
      filled[name] = field.const ?? field.default
  }
  return filled
}
