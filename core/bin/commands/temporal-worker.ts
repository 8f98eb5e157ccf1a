import { parseArgs } from 'node:util'
import { runWorker } from '@cordboard/workflows/worker'
import { createProcessClient } from '@cordboard/workflows/worker/process-client'
import { configurationOf } from '../../src/configuration/configuration.ts'
import { readSettings } from '../../src/configuration/read-settings.ts'
import { StartProblem } from '../../src/configuration/start-problem.ts'
import { createActivities } from '../../src/processes/activities.ts'
import { openWorkerCore } from '../../src/processes/open-worker-core.ts'
import { createOutboxDispatcher } from '../../src/processes/outbox-dispatcher.ts'
import { askedToEnd, tellReady } from '../../src/services/node-program.ts'
import { stopCore } from '../../src/start-core.ts'
import { pluginsDirectory } from '../places.ts'
import { checkPluginSettings } from '../plugin-settings.ts'

const longestFarewell = 9_500

/** `cordboard temporal-worker`: the process that durable processes run in, and that tells them what happens elsewhere. */
export async function temporalWorker(words: string[]): Promise<void> {
  parseArgs({ args: words, options: {} })
  const settings = readSettings(process.env)
  checkPluginSettings(process.env)
  const { temporalAddress: address, temporalNamespace: namespace, temporalTls: tls, temporalApiKey: apiKey } = settings
  if (!address) throw new StartProblem('TEMPORAL_ADDRESS is not set: name a Temporal server there, or use `npm start`.')
  const server = { address, namespace, tls, apiKey }
  const stopping = new AbortController()
  void askedToEnd().then(() => {
    setTimeout(() => process.exit(1), longestFarewell).unref()
    stopping.abort()
  })

  const configuration = configurationOf(settings, { environment: process.env, pluginsDirectory })
  const core = await openWorkerCore(configuration, stopping.signal)
  if (core) {
    const dispatcher = createOutboxDispatcher(core, createProcessClient(server))
    await dispatcher.start()
    const reports = {
      ready() {
        core.log.debug({ address, namespace }, 'the Temporal worker is ready')
        tellReady()
      },
      waiting: () => core.log.warn({ address }, 'Temporal does not answer; durable processes wait'),
      failed: (error: Error) => core.log.error({ err: error }, 'the Temporal worker stopped; it is started again'),
      leftOut: (plugin: string, error: Error) =>
        core.log.error({ err: error, plugin }, 'the processes of a plugin stand still: its tables are broken'),
      stumbled: (activity: string, error: Error) =>
        core.log.warn({ err: error, activity }, 'a process met an error; it is tried again'),
    }
    const work = { activities: createActivities(core), plugins: core.kernel.workflows() }
    await runWorker(server, work, reports, stopping.signal)
    await dispatcher.stop()
    await stopCore(core)
  }
  process.exit(0)
}
