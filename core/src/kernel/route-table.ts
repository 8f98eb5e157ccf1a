import { isContractPath } from './check-manifest.ts'
import type { MountedRoute } from './contributions.ts'
import { kernelError } from './errors.ts'

export interface CompiledRoute {
  route: MountedRoute
  /** The whole path, e.g. `/plugins/telegram/ping`. */
  path: string
  parts: readonly string[]
  /** Answered from the raw bytes, before anything else looks at the request. */
  raw: boolean
}

export interface RouteMatch {
  compiled: CompiledRoute
  params: Record<string, string>
}

/** Routes of a generation: a map from method and the first two parts of a path to a short list. */
export class RouteTable {
  readonly #lists = new Map<string, CompiledRoute[]>()

  constructor(routes: readonly MountedRoute[]) {
    for (const route of routes) this.#add(compile(route))
    for (const list of this.#lists.values()) list.sort((a, b) => variables(a) - variables(b))
  }

  find(method: string, path: string): RouteMatch | undefined {
    const parts = path.split('/')
    const list = this.#lists.get(`${method} ${parts[1]}/${parts[2]}`)
    if (list === undefined) return undefined
    if (parts.length > 3 && parts.at(-1) === '') parts.pop()
    for (const compiled of list) {
      const params = match(compiled.parts, parts)
      if (params) return { compiled, params }
    }
    return undefined
  }

  #add(compiled: CompiledRoute): void {
    const { route, parts } = compiled
    const key = `${route.method} ${parts[1]}/${parts[2]}`
    const list = this.#lists.get(key)
    if (!list) this.#lists.set(key, [compiled])
    else list.push(compiled)
  }
}

/** Throws when two plugins claim the same path. */
export function checkClaims(routes: readonly MountedRoute[]): void {
  const claimed = new Map<string, string>()
  for (const route of routes) {
    const { path } = compile(route)
    const key = `${route.method} ${path.replace(/:[^/]+/g, ':')}`
    const owner = claimed.get(key)
    if (owner)
      throw kernelError(
        'manifest.route',
        `Plugins "${owner}" and "${route.pluginId}" both mount ${route.method} ${path}.`,
      )
    claimed.set(key, route.pluginId)
  }
}

function compile(route: MountedRoute): CompiledRoute {
  const path = isContractPath(route.path)
    ? route.path
    : `/plugins/${route.pluginId}${route.path === '/' ? '' : route.path}`
  const raw = route.rawBody === true && (route.auth === 'signature' || route.auth === 'public')
  return { route, path, parts: path.split('/'), raw }
}

const variables = ({ parts }: CompiledRoute) => parts.filter((part) => part.startsWith(':')).length

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (let i = 1; i < pattern.length; i += 1) {
    const wanted = pattern[i] as string
    const given = parts[i] as string
    if (wanted.charCodeAt(0) === colon) {
      const value = decode(given)
      if (value === undefined || value === '') return undefined
      params[wanted.slice(1)] = value
    } else if (wanted !== given) return undefined
  }
  return params
}

const colon = 58

function decode(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
