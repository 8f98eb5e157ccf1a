import type { EntityManager } from '@mikro-orm/postgresql'
import { systemActor } from '../actor.ts'
import { CordboardError } from '../errors.ts'
import { createHooks } from './catalogue.ts'
import type { PluginContext } from './context.ts'
import { Contributions, type MountedRoute } from './contributions.ts'
import { orderPlugins } from './dependency-order.ts'
import { kernelError, reasonOf, TapError } from './errors.ts'
import type { FoundPlugin } from './find-plugins.ts'
import { Generation, type GenerationPart } from './generation.ts'
import { importPlugin, type LoadedPlugin } from './import-plugin.ts'
import { checkClaims } from './route-table.ts'
import { createScope } from './scope.ts'
import type { Metrics } from './tap-metrics.ts'
import { TapRegistry } from './tap-registry.ts'
import { within } from './within.ts'

const setupMilliseconds = 10_000

export type FailedPlugin = FoundPlugin & { error: CordboardError }

export interface Host {
  metrics: Metrics
  report(error: TapError): void
  contextFor(plugin: LoadedPlugin, taps: TapRegistry, contributions: Contributions): PluginContext
  em(): EntityManager
}

export interface Built {
  generation: Generation
  failed: FailedPlugin[]
}

/**
 * Imports and sets up the plugins, each after those it needs. One that fails is left out, and so are those that need it:
 * taps can not be taken back, so the rest is put together again on fresh hooks.
 */
export async function buildGeneration(number: number, found: readonly FoundPlugin[], host: Host): Promise<Built> {
  const loaded = new Map<string, LoadedPlugin>()
  let candidates: readonly FoundPlugin[] = found
  for (;;) {
    const { order, failed } = orderPlugins(candidates)
    const problems = new Map<string, CordboardError>()
    const parts: GenerationPart[] = []
    const hooks = createHooks()
    const registries: TapRegistry[] = []
    for (const plugin of order)
      try {
        const one = loaded.get(plugin.id) ?? (await importPlugin(plugin, number))
        loaded.set(plugin.id, one)
        const { part, taps } = await setUp(one, host)
        parts.push(part)
        registries.push(taps)
      } catch (thrown) {
        problems.set(plugin.id, asSetupError(plugin.id, thrown))
      }
    if (problems.size === 0) {
      for (const taps of registries) taps.applyTo(hooks)
      const mounted: MountedRoute[] = []
      for (const { plugin, contributions } of parts)
        try {
          await collectRoutes(hooks, plugin.id, contributions, host)
          checkClaims([...mounted, ...contributions.routes])
          mounted.push(...contributions.routes)
        } catch (thrown) {
          problems.set(plugin.id, asSetupError(plugin.id, thrown))
        }
    }
    if (problems.size === 0) return { generation: new Generation(number, hooks, parts), failed }
    candidates = candidates.map((plugin) => {
      const error = problems.get(plugin.id)
      return error ? { ...plugin, error } : plugin
    })
  }
}

async function setUp(plugin: LoadedPlugin, host: Host): Promise<{ part: GenerationPart; taps: TapRegistry }> {
  const contributions = new Contributions(plugin.manifest)
  const taps = new TapRegistry(plugin.manifest, host.metrics, host.report)
  const late = () =>
    kernelError('plugin.setupTimeout', `Plugin "${plugin.id}": setup did not finish in ${setupMilliseconds / 1000} s.`)
  const context = host.contextFor(plugin, taps, contributions)
  await within(
    Promise.try(() => plugin.module.setup(context)),
    setupMilliseconds,
    late,
  )
  contributions.close()
  taps.close()
  return { part: { plugin, contributions }, taps }
}

async function collectRoutes(
  hooks: ReturnType<typeof createHooks>,
  pluginId: string,
  contributions: Contributions,
  host: Host,
): Promise<void> {
  const scope = createScope({
    accountId: 0,
    actor: systemActor,
    em: host.em,
    signal: AbortSignal.timeout(setupMilliseconds),
    requestId: '',
    plugins: new Set([pluginId]),
    only: undefined,
  })
  await hooks['http.routes'].promise(contributions.collector, scope)
  contributions.checkRoutes()
}

function asSetupError(id: string, thrown: unknown): CordboardError {
  if (thrown instanceof TapError && CordboardError.is(thrown.cause)) return thrown.cause
  if (CordboardError.is(thrown)) return thrown
  return kernelError('plugin.setup', `Plugin "${id}": setup failed: ${reasonOf(thrown)}`, { cause: thrown })
}
