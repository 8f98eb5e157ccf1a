import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { invalidRecord } from '../errors.ts'

// Our own schemas: a test holds them against the metaschema, which costs more to compile than all that is sent to us.
const ajv = new Ajv2020({
  meta: false,
  validateSchema: false,
  coerceTypes: 'array',
  useDefaults: false,
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
})
addFormats.default(ajv)

/**
 * Compiles a body schema with the first body, for few of the routes are called in the life of a process. The check coerces
 * in place and throws the contract's 422 with a sentence per attribute.
 */
export function bodyCheck(schema: object): (body: Record<string, unknown>) => void {
  let validate: ValidateFunction | undefined
  return (body) => {
    validate ??= ajv.compile({ type: 'object', ...schema })
    if (validate(body)) return
    throw invalidRecord(Object.fromEntries((validate.errors ?? []).map(problemOf)))
  }
}

function problemOf({ instancePath, keyword, params, message }: ErrorObject): [attribute: string, sentence: string] {
  const attribute = instancePath.split('/')[1] ?? String(params.missingProperty ?? 'base')
  const problem = keyword === 'required' && params.missingProperty === attribute ? "can't be blank" : message
  const allowed =
    keyword === 'enum'
      ? `: ${params.allowedValues.filter((value: unknown) => value !== null && value !== '').join(', ')}`
      : ''
  return [attribute, `${titled(attribute)} ${problem}${allowed}`]
}

const titled = (attribute: string) => (attribute.charAt(0).toUpperCase() + attribute.slice(1)).replaceAll('_', ' ')
