import type { ProcessActivities } from '@cordboard/core/processes/process.ts'
import { runWorker } from '@cordboard/workflows/worker'
import { numberPlugin } from './number-plugin.ts'

/**
 * The product's worker with the tables of the example channel, and a provider that never gets done. Tells when it is ready
 * and the moment of each first look; ends when told to.
 */
const [address, namespace] = process.argv.slice(2) as [string, string]
const stopping = new AbortController()
const facts = { number: '+15550104477', state: 'bought', proof: 'in_review', rejection: null }
const looked = new Set<number>()
const activities: ProcessActivities = {
  async observe({ inboxId }) {
    if (!looked.has(inboxId)) process.send?.({ inboxId, at: performance.timeOrigin + performance.now() })
    looked.add(inboxId)
    return { facts }
  },
  act: async () => ({ result: {} }),
  saveProgress: async () => {},
  notify: async () => {},
  tellFact: async () => {},
}
const reports = {
  ready: () => process.send?.('ready'),
  waiting() {},
  failed: (error: Error) => process.stderr.write(`${error.stack}\n`),
  leftOut: (id: string, error: Error) => process.stderr.write(`${id}: ${error.message}\n`),
  stumbled: (_: string, error: Error) => process.stderr.write(`${error.stack}\n`),
}
process.once('SIGTERM', () => stopping.abort())
await runWorker({ address, namespace, tls: false }, { activities, plugins: [numberPlugin] }, reports, stopping.signal)
process.exit(0)
