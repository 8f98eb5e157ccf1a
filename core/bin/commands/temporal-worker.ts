import { parseArgs } from 'node:util'
import { runWorker } from '@cordboard/workflows/worker'
import { readSettings } from '../../src/configuration/read-settings.ts'
import { StartProblem } from '../../src/configuration/start-problem.ts'
import { createLog } from '../../src/observe/log.ts'
import { askedToEnd, tellReady } from '../../src/services/node-program.ts'

/** `cordboard temporal-worker`: the process that durable processes run in. */
export async function temporalWorker(words: string[]): Promise<void> {
  parseArgs({ args: words, options: {} })
  const settings = readSettings(process.env)
  const { temporalAddress: address, temporalNamespace: namespace, temporalTls: tls, temporalApiKey: apiKey } = settings
  if (!address) throw new StartProblem('TEMPORAL_ADDRESS is not set: name a Temporal server there, or use `npm start`.')
  const log = createLog(settings.logLevel)
  const stopping = new AbortController()
  void askedToEnd().then(() => stopping.abort())
  const reports = {
    ready() {
      log.debug({ address, namespace }, 'the Temporal namespace is ready')
      tellReady()
    },
    waiting: () => log.warn({ address }, 'Temporal does not answer; durable processes wait'),
    failed: (error: Error) => log.error({ err: error }, 'the Temporal namespace is not ready'),
  }
  await runWorker({ address, namespace, tls, apiKey }, reports, stopping.signal)
  process.exit(0)
}
