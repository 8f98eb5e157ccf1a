import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { startFakeProvider } from '../../plugin-sdk/examples/channel-number/test/fake-provider.ts'
import { connectNumber } from '../support/whatsapp-load.ts'
import { createAdministrator } from './administrator.ts'
import { numberPlugin } from './number-plugin.ts'
import { forkScript, percentile, root, say, secretKey, startCore, startDatabaseServer } from './processes.ts'
import { startTemporalServer } from './temporal.ts'

const warmUp = 10
const rounds = 100

/**
 * B13: from the request that makes an inbox to the moment when the provider is first looked at by its process; beside it a
 * bare client that starts a workflow on the same server, to its first activity.
 */
export async function processStart(): Promise<boolean> {
  const database = await startDatabaseServer()
  const temporal = await startTemporalServer()
  try {
    const reference = await bareStarts(temporal)
    const { url, pool } = await database.database('core')
    const { times, answered } = await productStarts(url, pool, temporal)
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
    say(`B13 from the API to the first activity, ${rounds} times, one after the other`)
    say(
      `   reference p50 ${percentile(reference, 0.5).toFixed(1)} ms, p99 ${percentile(reference, 0.99).toFixed(1)} ms (bare client, bare worker)`,
    )
    say(
      `   product   p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (budget 60 and 250), ratio ${(p50 / percentile(reference, 0.5)).toFixed(1)}`,
    )
    say(`   the request itself was answered after ${percentile(answered, 0.5).toFixed(1)} ms`)
    return p50 < 60 && p99 < 250
  } finally {
    await temporal.stop()
    await database.stop()
  }
}

type Temporal = Awaited<ReturnType<typeof startTemporalServer>>

const now = () => performance.timeOrigin + performance.now()

async function bareStarts({ address, namespace }: Temporal): Promise<number[]> {
  const { child } = await forkScript<'ready'>('bare-process-worker.ts', [address, namespace])
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  try {
    return await measure(async (round) => {
      const heard = new Promise<number>((resolve) => child.once('message', ({ at }: { at: number }) => resolve(at)))
      const began = now()
      await client.workflow.start('bare', { workflowId: `bare-${round}`, taskQueue: 'bare', args: [] })
      return (await heard) - began
    })
  } finally {
    child.kill('SIGTERM')
    await connection.close()
  }
}

async function productStarts(
  url: string,
  pool: Parameters<typeof connectNumber>[0],
  temporal: Temporal,
): Promise<{ times: number[]; answered: number[] }> {
  const answered: number[] = []
  await using provider = await startFakeProvider()
  Object.assign(process.env, {
    NUMBER_BASE_URL: provider.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
  })
  const { accountId } = await connectNumber(pool, secretKey)
  const { token } = await createAdministrator(url, accountId)
  const core = await startCore(url, { pluginFolders: [numberPlugin.folder] })
  const worker = spawn(process.execPath, ['tests/bench/temporal-worker.ts'], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: url,
      CORDBOARD_SECRET_KEY: secretKey,
      CORDBOARD_LOG_LEVEL: 'fatal',
      BENCH_PLUGIN_FOLDERS: numberPlugin.folder,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  try {
    await new Promise((resolve) => worker.once('message', resolve))
    const times = await measure(async (round) => {
      const body = JSON.stringify({
        name: 'Shop',
        channel: { type: 'Channel::Number', number_id: `n${round}`, api_key: provider.key },
      })
      const headers = { api_access_token: token, 'content-type': 'application/json' }
      const looked = provider.looks
      const began = now()
      const path = `${core.url}/api/v1/accounts/${accountId}/inboxes`
      // The form itself is checked with one look; the second is the process's.
      const [response] = await Promise.all([
        fetch(path, { method: 'POST', headers, body }).finally(() => answered.push(now() - began)),
        reached(() => provider.looks >= looked + 2),
      ])
      const took = provider.lookedAt - began
      if (!response.ok) throw new Error(`the inbox was not made: ${response.status} ${await response.text()}`)
      return took
    })
    return { times, answered: answered.slice(warmUp) }
  } finally {
    worker.kill('SIGTERM')
    await core.stop()
  }
}

async function measure(once: (round: number) => Promise<number>): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const took = await once(round)
    if (round >= warmUp) times.push(took)
    await pause(20)
  }
  return times
}

async function reached(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('no process has looked at the provider')
    await pause(1)
  }
}
