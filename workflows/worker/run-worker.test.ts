import { type ActivityCall, ActivityFailed, type ProcessActivities } from '@cordboard/core/processes/process.ts'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeNamespace, sharedTemporal } from '../../tests/support/temporal-server.ts'
import { scripted } from '../test/support/loop.ts'
import { runWorker, type WorkerReports } from './index.ts'
import { createProcessClient } from './process-client.ts'

let address: string
let namespace: string
let connection: Connection
beforeAll(async () => {
  address = await sharedTemporal()
  namespace = await makeNamespace(address)
  connection = await Connection.connect({ address })
})
afterAll(() => connection?.close())

const secretive = new Error('password=hunter2')
const calls: ActivityCall[] = []
let onAct: ProcessActivities['act'] = async () => ({ result: {} })
let facts: Record<string, unknown> = {}
const activities: ProcessActivities = {
  observe: async (_, call) => {
    calls.push(call)
    return { facts }
  },
  act: (request, call) => onAct(request, call),
  saveProgress: async () => {},
  notify: async () => {},
  tellFact: async () => {},
}

function reports() {
  const ready = Promise.withResolvers<void>()
  return {
    ready: vi.fn(ready.resolve),
    waiting: vi.fn(),
    failed: vi.fn(),
    leftOut: vi.fn(),
    stumbled: vi.fn(),
    isReady: ready.promise,
  } satisfies WorkerReports & { isReady: Promise<void> }
}

it('works for the processes that the outbox starts, tells of its troubles and stops within ten seconds', async () => {
  const stopping = new AbortController()
  const heard = reports()
  const plugins = [{ id: 'broken', folder: '/nowhere', entry: './tables.ts' }, scripted]
  const running = runWorker({ address, namespace, tls: false }, { activities, plugins }, heard, stopping.signal)
  await heard.isReady
  expect(heard.leftOut).toHaveBeenCalledExactlyOnceWith('broken', expect.any(Error))

  const client = createProcessClient({ address, namespace, tls: false })
  facts = { next: { do: 'act', action: 'register', state: 'registering', why: 'The number may be registered.' } }
  onAct = async () => {
    facts = { next: { do: 'wait', state: 'waiting', why: 'It takes a while.' } }
    throw secretive
  }
  const input = {
    accountId: 1,
    inboxId: 5,
    pluginId: 'scripted',
    channelType: 'Channel::Test',
    inboxName: 'Support',
    pace: 1,
    timings: { reminders: '24h', stalled: '7d', giveUp: '30d', polls: '2h' },
  }
  const workflowId = 'channel-onboarding/inbox/5'
  await client.start({ type: 'channelOnboarding', workflowId, input, startedBy: 'outbox:1' })
  const handle = new Client({ connection, namespace }).workflow.getHandle(workflowId)
  await vi.waitFor(async () => expect(await handle.query('status')).toMatchObject({ state: 'waiting' }), {
    timeout: 15_000,
  })
  expect(await handle.query('status')).toMatchObject({
    attempts: [{ outcome: 'unanswered', message: 'The call ended without an answer.' }],
  })
  expect(heard.stumbled).toHaveBeenCalledExactlyOnceWith('act', secretive)
  expect(JSON.stringify(await handle.fetchHistory())).not.toContain('hunter2')
  expect(calls[0]).toMatchObject({
    key: expect.stringMatching(/^channel-onboarding\/inbox\/5\/.+\/\d+$/),
    signal: expect.any(AbortSignal),
  })

  // A call that hangs is told to end, and holds nothing up.
  facts = { next: { do: 'act', action: 'register', state: 'registering', why: 'Again.' } }
  const told = Promise.withResolvers<void>()
  onAct = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      told.resolve()
      signal.addEventListener('abort', () =>
        reject(new ActivityFailed({ kind: 'unanswered', message: 'It was stopped.' }, false)),
      )
    })
  await client.signal(workflowId, 'retryNow', { msgId: 'outbox:2', detail: {} })
  await told.promise
  const begun = performance.now()
  stopping.abort()
  await running
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(heard.failed).not.toHaveBeenCalled()
  await client.close()
}, 60_000)

it('waits for a server that is away, and stops waiting when told to', async () => {
  const stopping = new AbortController()
  const heard = reports()
  const running = runWorker(
    { address: '127.0.0.1:1', namespace, tls: false },
    { activities, plugins: [] },
    heard,
    stopping.signal,
  )
  await vi.waitFor(() => expect(heard.waiting).toHaveBeenCalledOnce(), { timeout: 10_000 })
  stopping.abort()
  await running
  expect(heard.ready).not.toHaveBeenCalled()
})
