import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { root } from './processes.ts'

/** A worker with one workflow that calls one activity: what a process costs without us. */
const [address, namespace] = process.argv.slice(2) as [string, string]
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] })
const folder = await mkdtemp(join(root, 'workflows/generated/bare-'))
const workflowsPath = join(folder, 'bare.ts')
await writeFile(
  workflowsPath,
  `import { proxyActivities } from '@temporalio/workflow'
const { look } = proxyActivities({ startToCloseTimeout: '30s' })
export async function bare() { await look() }
`,
)
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  namespace,
  taskQueue: 'bare',
  workflowsPath,
  activities: { look: async () => void process.send?.({ at: performance.timeOrigin + performance.now() }) },
})
process.once('SIGTERM', () => worker.shutdown())
const ended = worker.run()
process.send?.('ready')
await ended
await rm(folder, { recursive: true })
process.exit(0)
