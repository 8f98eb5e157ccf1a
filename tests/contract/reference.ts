import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

type Schema = Record<string, unknown>

export interface Operation {
  method: string
  path: string
  /** Schema of the documented success body; undefined where none is documented. */
  success: Schema | undefined
  body: Schema | undefined
}

const folder = resolve(process.env.CORDBOARD_CONTRACTS ?? join(import.meta.dirname, '../../../shared/contracts'))
const file = join(folder, 'chatwoot-swagger.json')

/** Whether the outside description of the contract is at hand. */
export const hasReference = existsSync(file)
if (!hasReference)
  process.stdout.write(`No contract description in ${folder} (CORDBOARD_CONTRACTS): its suite is skipped.\n`)

const document = hasReference
  ? (JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, Schema>>; components: Schema })
  : undefined

/** Operations whose path matches, as the description has them. */
export function operations(pattern: RegExp): Operation[] {
  return Object.entries(document?.paths ?? {})
    .filter(([path]) => pattern.test(path))
    .flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => method !== 'parameters')
        .map(([method, operation]) => ({
          method: method.toUpperCase(),
          path,
          success: jsonOf((operation.responses as Record<string, Schema>)['200']),
          body: jsonOf(operation.requestBody as Schema | undefined),
        })),
    )
}

const jsonOf = (holder: Schema | undefined): Schema | undefined => {
  const content = holder?.content as Record<string, { schema?: Schema }> | undefined
  return content?.['application/json']?.schema
}

/** Where the description is wrong about what servers of this contract answer: keyed by schema pointer. */
export type Overlay = Record<string, (schema: Schema) => Schema>

/** A validator of one documented success body, after OpenAPI 3.0 was turned into JSON Schema and the overlay applied. */
export function validator(operation: Operation, overlay: Overlay): ValidateFunction | undefined {
  if (!operation.success) return undefined
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const components = document?.components as { schemas: Record<string, Schema> }
  const schemas = Object.fromEntries(
    Object.entries(components.schemas).map(([name, schema]) => [
      name,
      convert(overlay[name]?.(structuredClone(schema)) ?? schema),
    ]),
  )
  return ajv.compile({ ...(convert(operation.success) as Schema), components: { schemas } })
}

// OpenAPI 3.0 says `nullable` where JSON Schema lists the type null; its examples and descriptions are not needed.
function convert(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(convert)
  if (typeof schema !== 'object' || schema === null) return schema
  const { nullable, example: _example, ...rest } = schema as Schema
  const converted = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, convert(value)]))
  if (!nullable) return converted
  if (typeof converted.type === 'string' && !Array.isArray(converted.enum))
    return { ...converted, type: [converted.type, 'null'] }
  return { anyOf: [converted, { type: 'null' }] }
}
