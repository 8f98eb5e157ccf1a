import type { Core } from '@cordboard/core/core.ts'
import { createActivities } from '@cordboard/core/processes/activities.ts'
import { createOutboxDispatcher } from '@cordboard/core/processes/outbox-dispatcher.ts'
import { runWorker } from '@cordboard/workflows/worker'
import { createProcessClient } from '@cordboard/workflows/worker/process-client'
import { makeNamespace, sharedTemporal } from './temporal-server.ts'

export interface ProcessServer {
  address: string
  namespace: string
  tls: false
}

/** A namespace of its own for the processes of one product. */
export async function processServer(): Promise<ProcessServer> {
  const address = await sharedTemporal()
  return { address, namespace: await makeNamespace(address), tls: false }
}

/** What `cordboard temporal-worker` does, in the process of the test. */
export async function startWorker(core: Core, server: ProcessServer): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController()
  const dispatcher = createOutboxDispatcher(core, createProcessClient(server))
  await dispatcher.start()
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  const reports = {
    ready: resolve,
    waiting() {},
    failed: reject,
    leftOut: (_: string, error: Error) => reject(error),
    stumbled() {},
  }
  const work = { activities: createActivities(core), plugins: core.kernel.workflows() }
  const ended = runWorker(server, work, reports, stopping.signal)
  await ready
  return {
    async stop() {
      stopping.abort()
      await ended
      await dispatcher.stop()
    },
  }
}
