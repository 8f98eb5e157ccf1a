import type { Manifest } from './manifest.ts'
import { environmentOf } from './plugin-environment.ts'

/** Origins outside of the installation that plugins' panels may use in the page. */
export interface PageHosts {
  /** Scripts may come from here. */
  scripts: string[]
  /** Requests may go to, and frames may show, these and the above. */
  connections: string[]
}

const asked = /^ui:(script|connect):(.*)$/
const host = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/
const anyHostBelow = /^\*\.[a-z0-9-]+(\.[a-z0-9-]+)+$/
const variable = /^[A-Z][A-Z0-9_]*$/

/** Why a permission about the page can not be given; undefined for every other permission. */
export function pageHostProblem(permission: string): string | undefined {
  const [, kind, place = ''] = asked.exec(permission) ?? []
  if (!kind || host.test(place) || variable.test(place)) return undefined
  if (kind === 'connect' && anyHostBelow.test(place)) return undefined
  return `must name a host or one of the plugin's variables, found "${permission}"`
}

/** What `ui:script:<host>` and `ui:connect:<host>` of a plugin ask for. A variable stands for the origin the operator set. */
export function pageHosts(
  { id, permissions }: Pick<Manifest, 'id' | 'permissions'>,
  environment: Readonly<Record<string, string>>,
): PageHosts {
  const own = environmentOf(id, environment)
  const hosts: PageHosts = { scripts: [], connections: [] }
  for (const permission of permissions) {
    const [, kind, place = ''] = asked.exec(permission) ?? []
    const origin = variable.test(place) ? originOf(own[place]) : kind && `https://${place}`
    if (origin) hosts[kind === 'script' ? 'scripts' : 'connections'].push(origin)
  }
  return hosts
}

function originOf(address: string | undefined): string | undefined {
  const url = URL.parse(address ?? '')
  return url && /^https?:$/.test(url.protocol) ? url.origin : undefined
}
