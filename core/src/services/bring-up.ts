import { join } from 'node:path'
import type { CheckContext } from './check-before-start.ts'
import { type KeptService, keepRunning, type Service, type Watcher } from './keep-running.ts'
import { createLogFile } from './log-file.ts'
import { nodeProgram } from './node-program.ts'
import { removePidFile, writePidFile } from './pid-file.ts'
import { postgresManners, postgresUrl, startPostgres } from './postgres.ts'
import { startRegistry } from './registry.ts'
import { runBuild } from './run-build.ts'
import type { SupervisorOptions } from './supervisor.ts'
import { findTemporal, startTemporal, temporalManners } from './temporal.ts'
import { programFolder } from './temporal-sources.ts'

// A call to a provider that is under way gets a few seconds to come to its end.
const workerFarewell = 10_000

export interface UpContext extends SupervisorOptions, CheckContext {
  signal: AbortSignal
}

/** What runs, for stopping it in the right order. Filled while things are brought up. */
export interface BroughtUp {
  core: { stop(): Promise<void> }[]
  services: { stop(): Promise<void> }[]
}

/** Where everything is. */
export interface Addresses {
  core: string
  databaseUrl: string
  temporal: { address: string; ui: string | undefined } | undefined
  registryUrl: string
}

/** Starts everything that is not somewhere else already, as much as possible at the same time. */
export async function bringUp(context: UpContext, running: BroughtUp): Promise<Addresses> {
  const { settings, progress } = context
  const core = settings.url ?? `http://localhost:${settings.port}`
  const extra = (await context.extras?.begin({ dataDirectory: context.dataDirectory, coreUrl: core, progress })) ?? {}
  const temporalAddress = settings.temporalAddress ?? `127.0.0.1:${settings.temporalPort}`
  const temporalUi =
    settings.temporalUiUrl ?? (settings.temporalAddress ? undefined : `http://localhost:${settings.temporalUiPort}`)
  const databaseUrl = settings.databaseUrl ?? postgresUrl(settings.postgresPort)
  const registryUrl = settings.registryUrl ?? `http://localhost:${settings.registryPort}`
  const environment = {
    ...context.environment,
    ...Object.fromEntries(Object.entries(extra).filter(([name]) => !context.environment[name])),
    CORDBOARD_DATA_DIR: context.dataDirectory,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    CORDBOARD_TEMPORAL_UI_URL: temporalUi ?? '',
    CORDBOARD_REGISTRY_URL: registryUrl,
  }
  const launch = (name: string, command: string, farewell?: number) =>
    keep(
      context,
      running.core,
      nodeProgram({
        name,
        entry: context.entry,
        arguments: [command],
        environment,
        ...(farewell !== undefined && { farewell }),
      }),
      Number.POSITIVE_INFINITY,
    )

  const parts = [
    progress.during('the dashboard’s build', runBuild(context)),
    database(context, running).then(() => progress.during('the core', launch('core', 'all').ready)),
    temporal(context, running).then(async (isThere) => {
      if (isThere)
        await progress.during('the Temporal worker', launch('temporal-worker', 'temporal-worker', workerFarewell).ready)
      return isThere
    }),
    registry(context, running),
  ] as const
  const [, , hasTemporal] = await Promise.all(parts)
  return {
    core,
    databaseUrl,
    temporal: hasTemporal ? { address: temporalAddress, ui: temporalUi } : undefined,
    registryUrl,
  }
}

async function database(context: UpContext, running: BroughtUp): Promise<void> {
  const { settings, progress, dataDirectory } = context
  if (settings.databaseUrl) return
  const report = createLogFile(join(dataDirectory, 'logs'), 'postgres')
  const service: Service = {
    name: 'PostgreSQL',
    manners: postgresManners,
    async start(spawned) {
      await startPostgres({ folder: join(dataDirectory, 'postgres'), port: settings.postgresPort, spawned, report })
    },
  }
  await progress.during('PostgreSQL', keep(context, running.services, service).ready)
  progress.say(`PostgreSQL runs on port ${settings.postgresPort}.`)
}

/** Whether there is a Temporal server, here or elsewhere. The product does without. */
async function temporal(context: UpContext, running: BroughtUp): Promise<boolean> {
  const { settings, progress, dataDirectory, signal } = context
  if (settings.temporalAddress) return true
  const cacheFolder = await programFolder(context.root, dataDirectory)
  const search = findTemporal({ cliPath: settings.temporalCliPath, cacheFolder, signal, say: progress.say })
  const { program, passedOver } = await progress.during('a Temporal server program', search)
  const report = createLogFile(join(dataDirectory, 'logs'), 'temporal')
  report(`Sources passed over: ${passedOver.join('; ') || 'none'}\n`)
  if (program === undefined) {
    // A search that was broken off found nothing out.
    if (signal.aborted) return false
    progress.say(
      `There is no Temporal server (${passedOver.join('; ')}): messages flow, but durable processes are paused until ` +
        'TEMPORAL_CLI_PATH names a Temporal CLI or TEMPORAL_ADDRESS a server.',
    )
    return false
  }
  const service: Service = {
    name: 'Temporal',
    manners: temporalManners,
    start: (spawned) =>
      startTemporal({
        program,
        file: join(dataDirectory, 'temporal.db'),
        port: settings.temporalPort,
        uiPort: settings.temporalUiPort,
        namespace: settings.temporalNamespace,
        spawned,
        report,
      }),
  }
  return progress.during('Temporal', keep(context, running.services, service).ready).then(
    () => {
      progress.say(`Temporal runs on port ${settings.temporalPort} (${program}).`)
      return true
    },
    (error: Error) => {
      progress.say(`Temporal does not start (${error.message}): messages flow, but durable processes are paused.`)
      return false
    },
  )
}

async function registry(context: UpContext, running: BroughtUp): Promise<void> {
  const { settings, progress, dataDirectory } = context
  if (settings.registryUrl) return
  const start = startRegistry({ folder: join(dataDirectory, 'registry'), port: settings.registryPort })
  running.services.push(await progress.during('the plugin registry', start))
  progress.say(`The plugin registry runs on port ${settings.registryPort}.`)
}

function keep(context: UpContext, group: { stop(): Promise<void> }[], service: Service, attempts = 3): KeptService {
  const watcher: Watcher = {
    attempts,
    say: context.progress.say,
    spawned: (name, pid) => writePidFile(context.runFolder, { name, pid }),
    gone: (name) => removePidFile(context.runFolder, name),
  }
  context.signal.throwIfAborted()
  const kept = keepRunning(service, watcher)
  group.push(kept)
  return kept
}
