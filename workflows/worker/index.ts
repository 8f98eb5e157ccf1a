import { setTimeout as pause } from 'node:timers/promises'
import type { ProcessActivities } from '@cordboard/core/processes/process.ts'
import { NativeConnection } from '@temporalio/worker'
import { bundleWorkflows } from './bundle.ts'
import { connect, connectionOptions, type TemporalServer, usualQueue, whileTrying } from './connect.ts'
import { createWorker, installRuntime } from './create-worker.ts'
import type { PluginWorkflows } from './plugin-workflows.ts'
import { prepareNamespace } from './prepare-namespace.ts'
import { workerActivities } from './worker-activities.ts'

export type { TemporalServer } from './connect.ts'
export type { PluginWorkflows } from './plugin-workflows.ts'

export interface Work {
  activities: ProcessActivities
  plugins: readonly PluginWorkflows[]
  taskQueue?: string
}

export interface WorkerReports {
  /** Processes are worked for. */
  ready(): void
  waiting(): void
  /** Something other than waiting went wrong; it is tried again. */
  failed(error: Error): void
  /** The processes of this plugin stand still until its code is repaired. */
  leftOut(pluginId: string, error: Error): void
  /** An activity met an error that is none of its problems. */
  stumbled(activity: string, error: Error): void
}

const afterFailure = 5000

/**
 * Works for the durable processes: the namespace is made ready where it is not, the loop and all plugins' tables become one
 * bundle. Runs until it is told to stop; a server that is away is waited for.
 */
export async function runWorker(
  server: TemporalServer,
  { activities, plugins, taskQueue = usualQueue }: Work,
  reports: WorkerReports,
  signal: AbortSignal,
): Promise<void> {
  installRuntime()
  while (!signal.aborted) {
    try {
      if (!(await prepare(server, reports, signal))) return
      const { codePath, leftOut } = await bundleWorkflows(plugins)
      for (const { id, error } of leftOut) reports.leftOut(id, error)
      const connection = await whileTrying(
        () => NativeConnection.connect(connectionOptions(server)),
        signal,
        reports.waiting,
      )
      if (!connection) return
      try {
        const worker = await createWorker({
          connection,
          namespace: server.namespace,
          taskQueue,
          codePath,
          activities: workerActivities(activities, reports.stumbled),
        })
        const stop = () => worker.getState() === 'RUNNING' && worker.shutdown()
        signal.addEventListener('abort', stop, { once: true })
        const ended = worker.run()
        if (signal.aborted) stop()
        reports.ready()
        await ended.finally(() => signal.removeEventListener('abort', stop))
      } finally {
        await connection.close()
      }
    } catch (error) {
      reports.failed(error as Error)
      await pause(afterFailure, undefined, { signal }).catch(() => {})
    }
  }
}

/** False when told to stop meanwhile. */
async function prepare(server: TemporalServer, reports: WorkerReports, signal: AbortSignal): Promise<boolean> {
  const connection = await connect(server, signal, reports.waiting)
  if (!connection) return false
  try {
    await prepareNamespace(connection, server.namespace)
    return true
  } finally {
    await connection.close()
  }
}
