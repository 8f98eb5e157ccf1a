import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { invalidRecord } from '../errors.ts'

const ajv = new Ajv2020({
  coerceTypes: 'array',
  useDefaults: false,
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
})
addFormats.default(ajv)

/** Compiles a body schema once; the check coerces in place and throws the contract's 422 with a sentence per attribute. */
export function bodyCheck(schema: object): (body: Record<string, unknown>) => void {
  const validate = ajv.compile({ type: 'object', ...schema })
  return (body) => {
    if (validate(body)) return
    const problems = (validate.errors ?? []).map(({ instancePath, params, message }) => {
      const attribute =
        instancePath.split('/')[1] ?? String((params as { missingProperty?: string }).missingProperty ?? 'base')
      return [attribute, `${titled(attribute)} ${message}`] as const
    })
    throw invalidRecord(Object.fromEntries(problems))
  }
}

const titled = (attribute: string) => (attribute.charAt(0).toUpperCase() + attribute.slice(1)).replaceAll('_', ' ')
