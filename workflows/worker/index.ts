import { setTimeout as pause } from 'node:timers/promises'
import { connect, type TemporalServer } from './connect.ts'
import { prepareNamespace } from './prepare-namespace.ts'

export type { TemporalServer } from './connect.ts'

export interface WorkerReports {
  /** The namespace is there and knows our search attributes. */
  ready(): void
  waiting(): void
  /** Something other than waiting went wrong; it is tried again. */
  failed(error: Error): void
}

const afterFailure = 5000

/**
 * Keeps the Temporal namespace ready for processes: made where it is missing, with the search attributes by which they
 * are found. Runs until it is told to stop; a server that is away is waited for.
 */
export async function runWorker(server: TemporalServer, reports: WorkerReports, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const connection = await connect(server, signal, reports.waiting)
    if (!connection) return
    try {
      await prepareNamespace(connection, server.namespace)
      reports.ready()
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    } catch (error) {
      reports.failed(error as Error)
      await pause(afterFailure, undefined, { signal }).catch(() => {})
    } finally {
      await connection.close()
    }
  }
}
