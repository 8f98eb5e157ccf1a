import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type KernelErrorCode, kernelError } from './errors.ts'
import type { JsonSchema, Manifest, ManifestRoute } from './manifest.ts'
import { pageHostProblem } from './page-hosts.ts'
import { panelProblem } from './panel-problem.ts'

const schema = JSON.parse(readFileSync(new URL('../../schemas/plugin.json', import.meta.url), 'utf8'))
// The metaschema costs more to compile than everything else here, and strict compilation refuses what it would refuse.
const options = {
  meta: false,
  validateSchema: false,
  strict: true,
  allErrors: true,
  useDefaults: true,
  allowUnionTypes: true,
  // Shorter code is not worth the time it takes to make: most of it runs once.
  code: { optimize: false },
}
const ajv = new Ajv2020({ ...options, verbose: true })
addFormats.default(ajv)
ajv.addFormat('secret', true)
const validate = ajv.compile<Manifest>(schema)

/** Checks what a manifest says by itself; answers with its defaults filled in. `where` names the file in errors. */
export function checkManifest(given: unknown, where: string): Manifest {
  const manifest = structuredClone(given) as Manifest
  if (!validate(manifest)) throw invalid('manifest.invalid', where, (validate.errors ?? []).map(explain))
  const contributes = { hooks: [], declaresHooks: [], channels: [], routes: [], panels: [], jobs: [] }
  const complete: Manifest = {
    ...manifest,
    dependencies: manifest.dependencies ?? {},
    optionalDependencies: manifest.optionalDependencies ?? {},
    conflicts: manifest.conflicts ?? [],
    contributes: { ...contributes, ...manifest.contributes },
  }
  complete.contributes.routes.forEach((route, index) => {
    checkRoute(route, `contributes.routes[${index}]`, where)
  })
  complete.contributes.panels.forEach((panel, index) => {
    const problem = panelProblem(panel, complete)
    if (problem) throw invalid('manifest.panel', where, [`key "contributes.panels[${index}]" ${problem}`])
  })
  complete.permissions.forEach((permission, index) => {
    const problem = pageHostProblem(permission)
    if (problem) throw invalid('manifest.page', where, [`key "permissions[${index}]" ${problem}`])
  })
  if (complete.settings) checkSettings(complete.settings, 'settings', where)
  complete.contributes.channels.forEach((channel, index) => {
    if (channel.setup) checkForm(channel.setup, `contributes.channels[${index}].setup`, where)
  })
  return complete
}

/** Compiles a schema of a plugin the way the host checks values against it. */
export const compileSettings = (settings: JsonSchema) => {
  const own = new Ajv2020(options)
  addFormats.default(own)
  own.addFormat('secret', true)
  return own.compile(settings)
}

export const contractRoots = ['/webhooks/', '/api/', '/public/']

/** Whether a route keeps its path instead of being mounted below `/plugins/<id>`. */
export const isContractPath = (path: string): boolean => contractRoots.some((root) => path.startsWith(root))

function checkRoute(route: ManifestRoute, key: string, where: string): void {
  const problem = (text: string) => invalid('manifest.route', where, [`key "${key}" ${text}`])
  const [first = '', second = ''] = route.path.split('/').slice(1)
  if (isContractPath(route.path) && (first.startsWith(':') || second.startsWith(':')))
    throw problem(`must name its first two parts, found "${route.path}"`)
  if (route.rawBody && route.auth !== 'signature' && route.auth !== 'public')
    throw problem(`may have "rawBody" with auth "signature" or "public" only, found "${route.auth}"`)
  if (route.auth === 'contact' || route.auth === 'bot')
    throw problem(`has auth "${route.auth}", which this version does not offer`)
}

function checkSettings(settings: JsonSchema, key: string, where: string): void {
  checkForm(settings, key, where)
  const required = new Set(settings.required ?? [])
  for (const [name, property] of Object.entries(settings.properties ?? {})) {
    if ('default' in property || required.has(name)) continue
    throw invalid('manifest.settings', where, [
      `key "${key}.properties.${name}" must have a default or be listed in "${key}.required"`,
    ])
  }
}

function checkForm(form: JsonSchema, key: string, where: string): void {
  try {
    compileSettings(form)
  } catch (error) {
    throw invalid('manifest.settings', where, [`key "${key}" is not a JSON Schema: ${(error as Error).message}`])
  }
}

function invalid(code: KernelErrorCode, where: string, problems: string[]) {
  const lines = [...new Set(problems)].join('; ')
  return kernelError(code, `${where}: ${lines}. See docs/manifest.md.`)
}

/** Which key, what was expected, what was found. */
function explain({ instancePath, keyword, params, message, data }: ErrorObject): string {
  const key = keyOf(instancePath)
  const found = `found ${shorten(data)}`
  if (keyword === 'required') return `key "${join(key, params.missingProperty)}" is missing`
  if (keyword === 'additionalProperties') return `key "${join(key, params.additionalProperty)}" is unknown`
  if (keyword === 'enum') return `key "${key}" must be one of ${params.allowedValues.join(', ')}, ${found}`
  return `key "${key || 'the manifest'}" ${message}, ${found}`
}

const join = (key: string, name: string) => (key ? `${key}.${name}` : name)

const keyOf = (path: string): string =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((key, part) => (/^\d+$/.test(part) ? `${key}[${part}]` : join(key, part)), '')

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
