import type { ChannelCapabilities } from './kernel.ts'

export interface JsonSchema extends Record<string, unknown> {
  type?: unknown
  properties?: Record<string, Record<string, unknown>>
  required?: string[]
}

/** `cordboard.plugin.json` after validation, defaults filled in. The schema is `core/schemas/plugin.json`. */
export interface Manifest {
  id: string
  name: string
  description?: string
  version: string
  engines: { cordboard: string }
  dependencies: Record<string, string>
  optionalDependencies: Record<string, string>
  conflicts: string[]
  scope: 'account' | 'installation'
  defaultEnabled: boolean
  isolation: 'inline' | 'process'
  permissions: string[]
  server?: string
  ui?: string
  /** The module with the tables that durable processes run by. */
  workflows?: { entry: string }
  settings?: JsonSchema
  contributes: Contributions
}

export interface Contributions {
  hooks: string[]
  declaresHooks: string[]
  channels: ManifestChannel[]
  routes: ManifestRoute[]
  panels: ManifestPanel[]
  jobs: ManifestJob[]
  locales?: string
}

export interface ManifestChannel {
  type: string
  wire?: string
  label: string
  icon?: string
  setup?: JsonSchema
  secrets?: string[]
  capabilities: ChannelCapabilities
}

export interface ManifestRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  auth: 'agent' | 'administrator' | 'contact' | 'bot' | 'installation' | 'signature' | 'public'
  rawBody?: boolean
  maxBytes?: number
}

export interface ManifestPanel {
  id: string
  slot: string
  /** Key of its title in the plugin's locales. */
  label: string
  icon?: string
  module: string
  weight?: number
  /** `inbox.setup`: it draws the whole page. */
  page?: boolean
  sandbox?: 'element' | 'frame'
  when?: { roles?: ('administrator' | 'agent')[]; channels?: string[]; permission?: string; feature?: string }
}

export interface ManifestJob {
  name: string
  cron?: string
  attempts?: number
  timeoutSeconds?: number
}
