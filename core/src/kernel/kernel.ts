import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../actor.ts'
import type { CordboardHooks } from './catalogue.ts'
import type { PluginRequest, PluginResponse } from './context.ts'
import type { MountedRoute } from './contributions.ts'
import type { Generation } from './generation.ts'
import type { Manifest } from './manifest.ts'
import type { CallScope } from './scope.ts'
import type { Metrics } from './tap-metrics.ts'

/** The one way from the core to its plugins. */
export interface Kernel {
  /** Runs `work` on the serving generation and keeps that generation alive until it is done. */
  run<Result>(work: (hooks: CordboardHooks) => Promise<Result>): Promise<Result>
  /** A scope with the account's plugins as they are now. One scope a command: it is a consistent view. */
  scope(request: ScopeRequest): Promise<CallScope>
  /** Whether the plugin is loaded and on for the account. */
  enabled(accountId: number, pluginId: string): Promise<boolean>
  /** The next look at what is on for the account reads it anew. */
  forget(accountId: number): void
  /** Called after an account's plugins may have changed; 0 = any account. */
  onChange(listener: (accountId: number) => void): void
  /** Every plugin found, the failed ones with their reason. */
  plugins(): readonly PluginDescription[]
  /** The channel types of the loaded plugins, on or off. */
  channelTypes(): readonly ChannelType[]
  /** The manifest of a loaded plugin. */
  manifest(pluginId: string): Manifest | undefined
  /** The modules with tables of durable processes that the loaded plugins bring. */
  workflows(): readonly PluginWorkflows[]
  /** What the guard counted: calls, durations, failures, last errors. */
  readonly metrics: Metrics
  /** What serves now: for routes, and to see that a swap happened. */
  generation(): Generation
  /** Runs a route of a generation for one request. */
  serve(generation: Generation, route: MountedRoute, request: PluginRequest): Promise<PluginResponse>
  /** To be called after a committed change of what is on: the next call obeys, other processes hear of it. */
  changed(accountId: number, revision: number): void
  /** Reads manifests, imports and sets up. Needs no database. Again: builds a new generation beside the serving one and swaps. */
  load(): Promise<void>
  /** Starts plugins' long-lived things and follows changes of other processes. */
  start(): Promise<void>
  /** Follows changes of other processes and starts nothing: for a process that only carries out what plugins are asked for. */
  follow(): Promise<void>
  stop(): Promise<void>
}

export interface PluginDescription {
  id: string
  name: string
  version: string
  description: string
  state: 'active' | 'failed'
  /** Why it failed. */
  error?: string
  scope: 'account' | 'installation'
  defaultEnabled: boolean
  permissions: readonly string[]
  dependencies: readonly string[]
}

/** A plugin's module for durable processes: `entry` is relative to `folder`. */
export interface PluginWorkflows {
  id: string
  folder: string
  entry: string
}

/** A kind of inbox that a plugin brings. */
export interface ChannelType {
  pluginId: string
  /** As stored, e.g. `Channel::Whatsapp`. */
  type: string
  /** As in requests, e.g. `whatsapp`. */
  wire: string
  label: string
  icon?: string
  /** JSON Schema of the set-up form. */
  setup: Record<string, unknown>
  /** Names of the set-up's values that are secret. */
  secrets: readonly string[]
  capabilities: ChannelCapabilities
}

export interface ChannelCapabilities {
  attachments?: string[]
  maxTextLength?: number
  replyTo?: boolean
  templates?: boolean
  interactive?: boolean
  receipts?: ('delivered' | 'read')[]
  typing?: boolean
  editing?: boolean
  deletion?: boolean
  reactions?: boolean
  windowHours?: number
  /** Messages may be written as the contact through the application API. */
  apiIncoming?: boolean
}

export interface ScopeRequest {
  accountId: number
  em: EntityManager | (() => EntityManager)
  actor?: Actor
  requestId?: string
  signal?: AbortSignal
  only?: string
  /** Count this plugin as on: it is being switched. */
  including?: string
}
