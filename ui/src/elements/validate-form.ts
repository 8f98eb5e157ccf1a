import { type FieldSchema, type FormValue, fieldsOf, kindOf } from './json-schema.ts'
import { text } from './texts.ts'

/** Messages by path, e.g. `provider_config.api_key`. */
export type FormErrors = Record<string, string>

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** Checks what was entered before it is sent. The server checks again, and more. */
export function validateForm(
  schema: FieldSchema,
  value: FormValue,
  storedSecrets: readonly string[] = [],
  at = '',
): FormErrors {
  const errors: FormErrors = {}
  for (const [name, field] of fieldsOf(schema)) {
    const path = at + name
    const entered = value[name]
    if (kindOf(field) === 'group') {
      Object.assign(errors, validateForm(field, (entered ?? {}) as FormValue, storedSecrets, `${path}.`))
      continue
    }
    const isStored = kindOf(field) === 'secret' && storedSecrets.includes(path)
    const message = isEmpty(entered)
      ? schema.required?.includes(name) && !isStored
        ? text('required')
        : undefined
      : fault(field, entered)
    if (message) errors[path] = message
  }
  return errors
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

function fault(field: FieldSchema, value: unknown): string | undefined {
  if (typeof value === 'number') return numberFault(field, value)
  return typeof value === 'string' ? textFault(field, value) : undefined
}

function numberFault({ type, minimum, maximum }: FieldSchema, value: number): string | undefined {
  if (Number.isNaN(value)) return text('number')
  if (type === 'integer' && !Number.isInteger(value)) return text('wholeNumber')
  if (minimum !== undefined && value < minimum) return text('tooSmall', { count: minimum })
  if (maximum !== undefined && value > maximum) return text('tooLarge', { count: maximum })
  return undefined
}

function textFault({ minLength, maxLength, format, pattern }: FieldSchema, value: string): string | undefined {
  const { length } = [...value]
  if (minLength !== undefined && length < minLength) return text('tooShort', { count: minLength })
  if (maxLength !== undefined && length > maxLength) return text('tooLong', { count: maxLength })
  if (format === 'email' && !EMAIL.test(value)) return text('email')
  if ((format === 'uri' || format === 'url') && !URL.canParse(value)) return text('url')
  if (pattern !== undefined && !matches(pattern, value)) return text('pattern')
  return undefined
}

// A pattern this browser cannot read is for the server to apply.
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    return true
  }
}
