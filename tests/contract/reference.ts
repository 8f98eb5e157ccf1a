import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { overlay } from './overlay.ts'

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

/** A validator of one documented success body, after OpenAPI 3.0 was turned into JSON Schema and the overlay applied. */
export function validator(operation: Operation): ValidateFunction | undefined {
  if (!operation.success) return undefined
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const described = document?.components as { schemas: Record<string, Schema> }
  const schemas = convert({ ...described.schemas, ...overlay.schemas })
  return ajv.compile({ ...(convert(operation.success) as Schema), components: { schemas } })
}

// OpenAPI 3.0 says `nullable` where JSON Schema lists the type null; its examples are not needed.
function convert(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(convert)
  if (typeof schema !== 'object' || schema === null) return schema
  const { nullable, example: _example, ...rest } = schema as Schema
  const converted = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === 'properties' ? properties(value as Schema) : convert(value),
    ]),
  )
  return nullable ? orNull(converted) : converted
}

const properties = (described: Schema): Schema =>
  Object.fromEntries(
    Object.entries(described).map(([name, schema]) => {
      const corrected = overlay.types[name] ?? convert(schema)
      return [name, overlay.nullable.has(name) ? orNull(corrected) : corrected]
    }),
  )

const orNull = (schema: unknown) => ({ anyOf: [schema, { type: 'null' }] })
