import { systemActor } from '../actor.ts'
import type { Core } from '../core.ts'
import { buildGeneration, type FailedPlugin, type Host } from './build-generation.ts'
import { createHooks } from './catalogue.ts'
import { channelTypesOf } from './channel-types.ts'
import type { PluginRequest } from './context.ts'
import type { MountedRoute } from './contributions.ts'
import { createContext } from './create-context.ts'
import type { TapError } from './errors.ts'
import { findPlugins, readPlugin } from './find-plugins.ts'
import { followRevision } from './follow-revision.ts'
import { createGate } from './gate.ts'
import { Generation } from './generation.ts'
import type { ChannelType, Kernel, PluginDescription } from './kernel.ts'
import type { Manifest } from './manifest.ts'
import { createPluginJobs } from './plugin-jobs.ts'
import { runPluginWork } from './plugin-work.ts'
import { recordPlugins } from './record-plugins.ts'
import { createScope } from './scope.ts'
import { Metrics } from './tap-metrics.ts'

const routeMilliseconds = 30_000
// What a public route fails with may concern any account: nobody reads it but the operator's log.
const unknownAccount = -1

/** The plugins of a process: loads them, swaps generations, follows what is on for whom. */
export function createKernel(core: Core): Kernel {
  const metrics = new Metrics()
  const listeners: ((accountId: number) => void)[] = []
  let current = new Generation(0, createHooks(), [])
  let manifests: readonly Manifest[] = []
  let types: readonly ChannelType[] = []
  let failed: readonly FailedPlugin[] = []
  let recorded = true
  let started = false

  const gate = createGate(core.pluginPool, () => manifests)
  const report = (error: TapError) =>
    core.log.error(
      { plugin: error.plugin, hook: error.hook, code: error.code, err: error.cause ?? error },
      error.message,
    )
  const reportThing = (plugin: string, error: unknown) =>
    core.log.error({ plugin, err: error }, `Plugin "${plugin}" failed to start or stop something`)
  const host: Host = {
    metrics,
    report,
    em: () => core.orm.em.fork(),
    contextFor: (plugin, taps, contributions) => createContext(core, plugin, taps, contributions),
  }
  const jobs = createPluginJobs({ core, gate, metrics, report, generation: () => current })

  function changedHere(accountId: number): void {
    gate.drop(accountId === 0 ? undefined : accountId)
    for (const listener of listeners) listener(accountId)
  }
  const revisions = followRevision(core, (accountId) => {
    changedHere(accountId)
    if (!recorded) void record()
  })

  // Without a database the plugins serve all the same; the table follows when it is back.
  async function record(): Promise<void> {
    await recordPlugins(core.pool, manifests, failed).then(
      () => {
        recorded = true
      },
      (error: Error) => core.log.debug({ reason: error.message }, 'the table of plugins is not written yet'),
    )
  }

  async function swap(next: Generation, failures: readonly FailedPlugin[]): Promise<void> {
    const before = current
    manifests = next.parts.map(({ plugin }) => plugin.manifest)
    types = channelTypesOf(manifests)
    failed = failures
    recorded = false
    jobs.define(manifests)
    if (started) await startGeneration(next)
    next.state = 'serving'
    current = next
    changedHere(0)
    if (started) await record()
    await before.drain()
    await stopGeneration(before)
  }

  const routeWork = (
    generation: Generation,
    { pluginId, method, path }: MountedRoute,
    { accountId = unknownAccount }: PluginRequest,
  ) => ({
    plugin: pluginId,
    version: generation.versionOf(pluginId),
    name: `route ${method} ${path}`,
    limitMilliseconds: routeMilliseconds,
    accountId,
    requestId: '',
    metrics,
    report,
  })

  const lifeCycleScope = (generation: Generation) =>
    createScope({
      accountId: 0,
      actor: systemActor,
      em: host.em,
      signal: generation.signal,
      requestId: '',
      plugins: new Set(generation.parts.map(({ plugin }) => plugin.id)),
      only: undefined,
    })

  async function startGeneration(generation: Generation): Promise<void> {
    const { number, hooks } = generation
    await hooks['kernel.starting'].promise({ generation: number }, lifeCycleScope(generation)).catch(report)
    await generation.start(reportThing)
  }

  async function stopGeneration(generation: Generation): Promise<void> {
    const { number, hooks } = generation
    if (started)
      await hooks['kernel.stopping'].promise({ generation: number }, lifeCycleScope(generation)).catch(report)
    await generation.dispose(reportThing)
  }

  return {
    metrics,
    generation: () => current,
    run: (work) => current.run(work),
    async scope({ accountId, em, actor = systemActor, requestId = '', signal = current.signal, only, including }) {
      const snapshot = gate.peek(accountId) ?? (await gate.snapshot(accountId))
      const plugins = including === undefined ? snapshot : new Set([...snapshot, including])
      return createScope({ accountId, actor, em, signal, requestId, plugins, only })
    },
    enabled: async (accountId, pluginId) => (gate.peek(accountId) ?? (await gate.snapshot(accountId))).has(pluginId),
    forget: (accountId) => gate.drop(accountId),
    onChange: (listener) => void listeners.push(listener),
    plugins: () => [...manifests.map(describe), ...failed.map(describeFailed)],
    channelTypes: () => types,
    workflows: () =>
      current.parts.flatMap(({ plugin: { id, folder, manifest } }) =>
        manifest.workflows ? [{ id, folder, entry: manifest.workflows.entry }] : [],
      ),
    manifest: (pluginId) => manifests.find(({ id }) => id === pluginId),
    serve: (generation, route, request) =>
      generation.run(() =>
        runPluginWork(routeWork(generation, route, request), generation.signal, () => route.handler(request)),
      ),
    changed(accountId, revision) {
      changedHere(accountId)
      revisions.announce(revision, accountId)
    },
    async load() {
      const { pluginsDirectory, pluginFolders = [], safeMode = false } = core.configuration
      const found = safeMode
        ? []
        : [
            ...(pluginsDirectory ? await findPlugins(pluginsDirectory) : []),
            ...(await Promise.all(pluginFolders.map(readPlugin))).filter((plugin) => plugin !== undefined),
          ]
      const begun = performance.now()
      const built = await buildGeneration(current.number + 1, found, host)
      for (const { id, error } of built.failed)
        core.log.error({ plugin: id, code: error.code, err: error.cause }, error.message)
      await swap(built.generation, built.failed)
      core.log.info(
        {
          generation: current.number,
          plugins: manifests.map(({ id, version }) => `${id}@${version}`),
          failed: failed.map(({ id }) => id),
          ms: Math.round(performance.now() - begun),
          safeMode,
        },
        'plugins loaded',
      )
    },
    async start() {
      if (started) return
      started = true
      await revisions.start()
      await record()
      await startGeneration(current)
    },
    follow: () => revisions.start(),
    async stop() {
      revisions.stop()
      await current.drain(5_000)
      await stopGeneration(current)
      started = false
    },
  }
}

const describe = ({ id, name, version, description, scope, defaultEnabled, permissions, dependencies }: Manifest) =>
  ({
    id,
    name,
    version,
    description: description ?? '',
    state: 'active',
    scope,
    defaultEnabled,
    permissions,
    dependencies: Object.keys(dependencies),
  }) satisfies PluginDescription

const describeFailed = ({ id, manifest, error }: FailedPlugin): PluginDescription => ({
  ...(manifest
    ? describe(manifest)
    : {
        id,
        name: id,
        version: '',
        description: '',
        scope: 'account',
        defaultEnabled: false,
        permissions: [],
        dependencies: [],
      }),
  state: 'failed',
  error: error.message,
})
