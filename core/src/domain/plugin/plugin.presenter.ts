import type { ChannelType, PluginDescription } from '../../kernel/kernel.ts'
import { p95Of, type TapMetrics } from '../../kernel/tap-metrics.ts'

/** What the account's administrators see of a plugin beside its description. */
export interface PluginFigures {
  accountId: number
  enabled: boolean
  channels: readonly ChannelType[]
  /** Inboxes of the account by channel type. */
  inboxes: ReadonlyMap<string, number>
  taps: ReadonlyMap<string, TapMetrics>
  hasSettings: boolean
  deadDeliveries: number
  failedInbound: number
  heldInbound: number
}

export function presentPlugin(plugin: PluginDescription, figures: PluginFigures) {
  const taps = [...figures.taps]
  const total = (pick: (metrics: TapMetrics) => number) => taps.reduce((sum, [, metrics]) => sum + pick(metrics), 0)
  return {
    id: plugin.id,
    name: plugin.name,
    version: plugin.version,
    description: plugin.description,
    state: plugin.state,
    error: plugin.error ?? null,
    enabled: figures.enabled,
    scope: plugin.scope,
    default_enabled: plugin.defaultEnabled,
    permissions: plugin.permissions,
    dependencies: plugin.dependencies,
    has_settings: figures.hasSettings,
    channels: figures.channels.map(({ type, wire, label }) => ({
      type,
      wire,
      label,
      inboxes_count: figures.inboxes.get(type) ?? 0,
    })),
    calls: total(({ calls }) => calls),
    failures: total(({ failures }) => failures),
    timeouts: total(({ timeouts }) => timeouts),
    p95_ms: p95Of(taps.map(([, metrics]) => metrics)),
    breaker: taps.some(([, { breaker }]) => breaker.state === 'open') ? 'open' : 'closed',
    dead_deliveries: figures.deadDeliveries,
    failed_inbound: figures.failedInbound,
    held_inbound: figures.heldInbound,
    hooks: taps
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([hook, metrics]) => presentTap(hook, metrics, figures.accountId)),
  }
}

const presentTap = (hook: string, metrics: TapMetrics, accountId: number) => ({
  hook,
  calls: metrics.calls,
  failures: metrics.failures,
  timeouts: metrics.timeouts,
  slow: metrics.slow,
  p95_ms: metrics.p95,
  breaker: metrics.breaker.state,
  last_error: presentError(metrics.lastError, accountId),
})

// The figures are the installation's; what an error says may be another account's business.
const presentError = (error: TapMetrics['lastError'], accountId: number) =>
  error
    ? {
        code: error.code,
        message: error.accountId === 0 || error.accountId === accountId ? error.message : null,
        at: error.at.toISOString(),
      }
    : null
