import { runWorker } from '@cordboard/workflows/worker'
import { createProcessClient } from '@cordboard/workflows/worker/process-client'
import { pluginsDirectory } from '../../core/bin/places.ts'
import { configurationOf } from '../../core/src/configuration/configuration.ts'
import { readSettings } from '../../core/src/configuration/read-settings.ts'
import { createActivities } from '../../core/src/processes/activities.ts'
import { openWorkerCore } from '../../core/src/processes/open-worker-core.ts'
import { createOutboxDispatcher } from '../../core/src/processes/outbox-dispatcher.ts'

/** `cordboard temporal-worker`, with the plugin folders of `BENCH_PLUGIN_FOLDERS` beside the shipped ones. */
const settings = readSettings(process.env)
const { temporalAddress: address = '', temporalNamespace: namespace } = settings
const server = { address, namespace, tls: false }
const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort())
const configuration = {
  ...configurationOf(settings, { environment: process.env, pluginsDirectory }),
  pluginFolders: (process.env.BENCH_PLUGIN_FOLDERS ?? '').split(':').filter(Boolean),
}
const core = await openWorkerCore(configuration, stopping.signal)
if (!core) process.exit(1)
const dispatcher = createOutboxDispatcher(core, createProcessClient(server))
await dispatcher.start()
const loud = (error: Error) => process.stderr.write(`${error.stack}\n`)
const reports = {
  ready: () => process.send?.('ready'),
  waiting() {},
  failed: loud,
  leftOut: (_: string, error: Error) => loud(error),
  stumbled: (_: string, error: Error) => loud(error),
}
await runWorker(
  server,
  { activities: createActivities(core), plugins: core.kernel.workflows() },
  reports,
  stopping.signal,
)
process.exit(0)
