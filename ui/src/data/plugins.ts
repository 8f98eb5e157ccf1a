import type { FormSchema, FormValue } from '../elements/json-schema.ts'
import { accountUrl, api } from './api.ts'

/** What went through one hook of a plugin. Figures are the installation's. */
export interface PluginHook {
  hook: string
  calls: number
  failures: number
  timeouts: number
  slow: number
  p95_ms: number | null
  breaker: 'closed' | 'open' | 'half-open'
  last_error: { code: string; message: string | null; at: string } | null
}

/** A plugin as the account's administrators see it. */
export interface Plugin {
  id: string
  name: string
  version: string
  description: string | null
  state: string
  error: string | null
  enabled: boolean
  scope: 'account' | 'installation'
  default_enabled: boolean
  permissions: string[]
  dependencies: string[] | Record<string, string>
  has_settings: boolean
  channels: { type: string; wire: string; label: string; inboxes_count: number }[]
  calls: number
  failures: number
  timeouts: number
  p95_ms: number | null
  breaker: 'closed' | 'open'
  dead_deliveries: number
  failed_inbound: number
  held_inbound: number
  hooks: PluginHook[]
}

export interface PluginSettings {
  schema: FormSchema | null
  settings: FormValue
  /** Whether each secret is set. */
  secrets: Record<string, boolean>
}

const url = (account: number, path = '') => accountUrl(account, `plugins${path}`)

export const listPlugins = async (account: number): Promise<Plugin[]> =>
  (await api.get<{ payload: Plugin[] }>(url(account))).payload.toSorted((one, other) =>
    one.name.localeCompare(other.name),
  )

export const readPlugin = (account: number, id: string): Promise<Plugin> => api.get(url(account, `/${id}`))

export const switchPlugin = (account: number, id: string, on: boolean, dependents = false): Promise<void> =>
  api.post(url(account, `/${id}/${on ? 'enable' : 'disable'}`), dependents ? { dependents } : {})

export const readPluginSettings = (account: number, id: string): Promise<PluginSettings> =>
  api.get(url(account, `/${id}/settings`))

export const changePluginSettings = (account: number, id: string, settings: FormValue): Promise<PluginSettings> =>
  api.patch(url(account, `/${id}/settings`), { settings })
