import { createActivities } from '@cordboard/core/processes/activities.ts'
import { createOutboxDispatcher } from '@cordboard/core/processes/outbox-dispatcher.ts'
import type { ProcessTimings } from '@cordboard/core/processes/process.ts'
import { runWorker } from '@cordboard/workflows/worker'
import { createProcessClient } from '@cordboard/workflows/worker/process-client'
import { Client, Connection } from '@temporalio/client'
import type { Product } from './product.ts'
import { makeNamespace, sharedTemporal } from './temporal-server.ts'

export interface ProcessOptions {
  /** Every waiting time is divided by it; default 1. */
  pace?: number
  timings?: Partial<ProcessTimings>
}

/** What the configuration of a product says, so that its processes can be run beside it. */
export async function processConfiguration({ pace = 1, timings = {} }: ProcessOptions) {
  const address = await sharedTemporal()
  const usual = {
    reminders: '24h,72h,7d,14d',
    stalled: '7d',
    giveUp: '30d',
    polls: '5x1m,6x5m,12x30m,2h,48h:6h,7d:12h',
  }
  return {
    temporal: { address, namespace: await makeNamespace(address), ui: 'http://temporal.test' },
    processes: { pace, timings: { ...usual, ...timings } },
  }
}

/** What `cordboard temporal-worker` does, inside the test and with the product's own core. */
export interface RunningProcesses {
  /** For looking at workflows and their histories. */
  readonly client: Client
  /** Ends worker and dispatcher, as a restart does; `start` begins them again. */
  stop(): Promise<void>
  start(): Promise<void>
  end(): Promise<void>
}

export async function runProcesses({ core }: Pick<Product, 'core'>): Promise<RunningProcesses> {
  const { address, namespace } = core.configuration.temporal
  if (!address) throw new Error('The product of this test has no Temporal server: see processConfiguration')
  const server = { address, namespace, tls: false }
  const connection = await Connection.connect({ address })
  let running: { stop(): Promise<void> } | undefined

  async function start(): Promise<void> {
    const stopping = new AbortController()
    const dispatcher = createOutboxDispatcher(core, createProcessClient(server))
    const ready = Promise.withResolvers<void>()
    const fail = (what: string, error: Error) => ready.reject(new Error(`${what}: ${error.message}`, { cause: error }))
    const reports = {
      ready: () => ready.resolve(),
      waiting() {},
      failed: (error: Error) => fail('The worker stopped', error),
      leftOut: (id: string, error: Error) => fail(`The tables of ${id} are left out`, error),
      stumbled: (activity: string, error: Error) => core.log.error({ err: error, activity }, 'an activity stumbled'),
    }
    const work = { activities: createActivities(core), plugins: core.kernel.workflows() }
    const worker = runWorker(server, work, reports, stopping.signal)
    await dispatcher.start()
    running = {
      async stop() {
        stopping.abort()
        await Promise.all([worker, dispatcher.stop()])
      },
    }
    await ready.promise
  }
  const stop = async () => {
    const last = running
    running = undefined
    await last?.stop()
  }
  await start()
  return {
    client: new Client({ connection, namespace }),
    start,
    stop,
    async end() {
      await stop()
      await connection.close()
    },
  }
}
