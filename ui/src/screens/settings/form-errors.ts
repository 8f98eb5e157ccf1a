import { ApiError } from '../../data/api.ts'
import type { FieldSchema } from '../../elements/json-schema.ts'
import type { FormErrors } from '../../elements/validate-form.ts'

/** The fields of a form that a refusal is about; nothing when it is about all of them, or none. */
export function errorsOf(error: unknown, schema: FieldSchema): FormErrors {
  if (!(error instanceof ApiError)) return {}
  const names = Object.keys(schema.properties ?? {})
  return Object.fromEntries(
    names.filter((name) => error.attributes.includes(name)).map((name) => [name, error.message]),
  )
}
