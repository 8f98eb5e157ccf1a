import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../kernel/catalogue.ts'
import type { HookDefinition } from '../kernel/hook-kinds.ts'
import { routes } from './routes.ts'
import { bodyCheck } from './schema.ts'

// Nothing looks at them when the product starts: that is done here.
const metaschema = new Ajv2020({ strict: false, allowUnionTypes: true })
const problemsOf = (schema: object) => (metaschema.validateSchema(schema) ? [] : metaschema.errors)

const manifest = JSON.parse(readFileSync(new URL('../../schemas/plugin.json', import.meta.url), 'utf8'))
const bodies = routes.flatMap(({ method, path, body }) => (body ? [{ name: `${method} ${path}`, schema: body }] : []))
const answers = Object.entries<HookDefinition>(catalogue).flatMap(([name, { answer }]) =>
  answer ? [{ name, schema: answer }] : [],
)

describe('the schemas of the product', () => {
  it.each([{ name: 'manifest', schema: manifest }, ...bodies, ...answers])('$name is one', ({ schema }) => {
    expect(problemsOf(schema)).toEqual([])
  })

  it.each(bodies)('$name takes an object', ({ schema }) => {
    expect(() => bodyCheck({ ...schema, required: [] })({})).not.toThrow()
  })
})
