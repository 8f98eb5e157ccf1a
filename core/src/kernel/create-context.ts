import type { Core } from '../core.ts'
import { invalidateCache } from '../domain/account/cache-keys.ts'
import { once } from '../once.ts'
import type { PluginContext, PluginInbound, PluginJobs, PluginLog } from './context.ts'
import type { Contributions } from './contributions.ts'
import { kernelError } from './errors.ts'
import type { LoadedPlugin } from './import-plugin.ts'
import type { Manifest } from './manifest.ts'
import { createPluginChannels } from './plugin-channels.ts'
import { environmentOf } from './plugin-environment.ts'
import { createPluginFiles } from './plugin-files.ts'
import { createPluginHttp } from './plugin-http.ts'
import { createPluginNotices } from './plugin-notices.ts'
import { createPluginProcesses } from './plugin-processes.ts'
import { pluginSettings } from './plugin-settings.ts'
import { createPluginStore } from './plugin-store.ts'
import type { TapRegistry } from './tap-registry.ts'

/** Which permission gives which member. The rest is everybody's. */
const needs: Partial<Record<keyof PluginContext, (manifest: Manifest) => string | undefined>> = {
  store: wants('storage:own'),
  jobs: wants('jobs:own'),
  channels: wants('secrets:own'),
  processes: wants('workflow:start'),
  notices: wants('users:notify'),
  http: ({ permissions }) =>
    permissions.some((permission) => permission.startsWith('http:egress:')) ? undefined : 'http:egress:<host>',
  files: ({ contributes }) => (contributes.channels.length > 0 ? undefined : 'a channel in contributes.channels'),
  inbound: ({ contributes }) => (contributes.channels.length > 0 ? undefined : 'a channel in contributes.channels'),
}

function wants(permission: string) {
  return ({ permissions }: Manifest) => (permissions.includes(permission) ? undefined : permission)
}

/** The one object through which a plugin reaches the world. Members it did not ask for throw. */
export function createContext(
  core: Core,
  { manifest }: LoadedPlugin,
  taps: TapRegistry,
  contributions: Contributions,
): PluginContext {
  const { id, version } = manifest
  const environment = environmentOf(id, core.configuration.environment)
  const em = () => core.orm.em.fork()
  const members: { [Member in keyof PluginContext]: () => PluginContext[Member] } = {
    pluginId: () => id,
    version: () => version,
    hooks: () => taps.hooks,
    log: once(() => createLog(core, id)),
    settings: once(() => ({ for: (accountId) => pluginSettings(core, manifest, accountId) })),
    store: once(() => createPluginStore(core, id)),
    http: once(() => createPluginHttp({ manifest, environment, log: core.log })),
    channels: once(() => createPluginChannels(core, manifest)),
    files: once(() => createPluginFiles(core)),
    inbound: once(() => createInbound(core, id)),
    jobs: once(() => createJobs(core, id, contributions)),
    processes: once(() => createPluginProcesses(core, manifest)),
    notices: once(() => createPluginNotices(core, manifest)),
    realtime: once(() => ({
      inboxChanged: (accountId: number) => invalidateCache(core, em(), accountId, 'inbox'),
    })),
    environment: () => environment,
    baseUrl: () => core.configuration.url,
    onStart: () => (start) => contributions.onStart(start),
  }
  const context = Object.create(null)
  for (const [name, member] of Object.entries(members))
    Object.defineProperty(context, name, {
      enumerable: true,
      get: guarded(manifest, name as keyof PluginContext, member),
    })
  return Object.freeze(context)
}

function guarded(manifest: Manifest, name: keyof PluginContext, member: () => unknown) {
  const missing = needs[name]?.(manifest)
  if (missing === undefined) return member
  return () => {
    throw kernelError(
      'plugin.permission',
      `Plugin "${manifest.id}" uses context.${name} and its manifest does not ask for ${missing}. Add it to permissions.`,
    )
  }
}

function createLog(core: Core, plugin: string): PluginLog {
  const log = core.log.child({ plugin })
  return {
    debug: (message, detail) => log.debug(detail ?? {}, message),
    info: (message, detail) => log.info(detail ?? {}, message),
    warn: (message, detail) => log.warn(detail ?? {}, message),
    error: (message, detail) => log.error(detail ?? {}, message),
  }
}

const createInbound = (core: Core, pluginId: string): PluginInbound => ({
  receive: (entries) => core.journal.receive(pluginId, entries),
})

const createJobs = (core: Core, pluginId: string, contributions: Contributions): PluginJobs => ({
  define: (name, handler) => contributions.defineJob(name, handler),
  async enqueue(name, payload, { accountId, runAt, key, queue }) {
    contributions.checkJob(name)
    await core.jobs.enqueue(
      undefined,
      jobName(pluginId, name),
      { accountId, payload },
      {
        ...(runAt && { runAt }),
        ...(key !== undefined && { key: `${pluginId}:${accountId}:${key}` }),
        ...(queue !== undefined && { queue: `${pluginId}:${queue}` }),
        maxAttempts: contributions.attemptsOf(name),
      },
    )
  },
})

/** A plugin's job on the queue. */
export const jobName = (pluginId: string, name: string): string => `${pluginId}.${name}`
