import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOutboxDispatcher, type OutboxDispatcher } from '@cordboard/core/processes/outbox-dispatcher.ts'
import { endProcess } from '@cordboard/core/services/end-process.ts'
import { startTemporal } from '@cordboard/core/services/temporal.ts'
import { Client, Connection } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProcessClient } from '../../workflows/worker/process-client.ts'
import { freePort } from '../support/database.ts'
import { accountPath, createAccountWithAdministrator } from '../support/people.ts'
import { pluginFolder } from '../support/plugin.ts'
import { type Product, startProduct } from '../support/product.ts'
import { temporalProgram } from '../support/temporal-server.ts'
import type { Heard } from './recording-workflows.ts'

const type = 'Channel::Loop'
const manifest = {
  permissions: ['secrets:own', 'workflow:start'],
  workflows: { entry: './workflows.mjs' },
  contributes: {
    hooks: [`inbox.beforeCreate:${type}`, `channel.observe:${type}`],
    channels: [{ type, label: 'Loop', setup: { type: 'object', properties: {} }, capabilities: {} }],
  },
}
const setup = `
  hooks['inbox.beforeCreate'].for('${type}').tap('x', (draft) => ({ ...draft, identity: String(draft.input.address) }))
  hooks['channel.observe'].for('${type}').tap('x', () => ({}))`

let product: Product
let plugins: Awaited<ReturnType<typeof pluginFolder>>
let home: Awaited<ReturnType<typeof createAccountWithAdministrator>>
let folder: string
let port: number
let pid: number | undefined
let dispatcher: OutboxDispatcher

async function bringUp(): Promise<void> {
  await startTemporal({
    program: await temporalProgram(),
    file: join(folder, 'temporal.db'),
    port,
    uiPort: await freePort(),
    namespace: 'default',
    report() {},
    spawned(child) {
      pid = child.pid
    },
  })
}

/** Ends the server at once, as a crash does. */
async function takeDown(): Promise<void> {
  if (pid !== undefined) await endProcess(pid, [])
  pid = undefined
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-test-outage-'))
  port = await freePort()
  await bringUp()
  plugins = await pluginFolder()
  await plugins.write('channel-loop', { manifest, setup, files: { 'workflows.mjs': '' } })
  product = await startProduct({ pluginsDirectory: plugins.path })
  home = await createAccountWithAdministrator(product)
  const address = `127.0.0.1:${port}`
  dispatcher = createOutboxDispatcher(product.core, createProcessClient({ address, namespace: 'default', tls: false }))
  await dispatcher.start()
}, 120_000)

afterAll(async () => {
  await dispatcher?.stop()
  await takeDown()
  await product?.stop()
  await plugins?.remove()
  await rm(folder, { recursive: true, force: true })
})

it('what is told while Temporal is away arrives when it is back: in order, each once', async () => {
  const { processes, orm, pool } = product.core
  const states = async () =>
    (await pool.query('select state from process_outbox order by id')).rows.map(({ state }) => state)
  const response = await fetch(`${product.url}${accountPath(home.account)}/inboxes`, {
    method: 'POST',
    headers: { api_access_token: home.token, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Loop', channel: { type: 'loop', address: 'a' } }),
  })
  const { id: inboxId } = (await response.json()) as { id: number }
  const subject = { accountId: home.account.id, inboxId, pluginId: 'channel-loop', channelType: type }
  await expect.poll(states, { timeout: 15_000 }).toEqual([2])

  await takeDown()
  for (const step of [1, 2, 3]) await processes.tell(orm.em.fork(), subject, { name: 'step', detail: { step } })
  const begun = performance.now()
  expect(await processes.ask(subject, { name: 'register' }, { withinMilliseconds: 60_000 })).toBe('queued')
  expect(performance.now() - begun).toBeLessThan(12_000)
  await processes.tell(orm.em.fork(), subject, { name: 'step', detail: { step: 4 } })
  expect(await states()).toEqual([2, 0, 0, 0, 0, 0])

  await bringUp()
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] })
  const address = `127.0.0.1:${port}`
  const connection = await NativeConnection.connect({ address })
  const worker = await Worker.create({
    connection,
    taskQueue: 'cordboard',
    workflowsPath: join(import.meta.dirname, 'recording-workflows.ts'),
  })
  await worker.runUntil(async () => {
    await expect.poll(states, { timeout: 40_000 }).toEqual([2, 2, 2, 2, 2, 2])
    const client = new Client({ connection: await Connection.connect({ address }) })
    const heard = await client.workflow.getHandle(`channel-onboarding/inbox/${inboxId}`).query<Heard>('heard')
    expect(heard.news.map(({ detail }) => detail)).toEqual([1, 2, 3, 4].map((step) => ({ step })))
    expect(heard.wishes).toHaveLength(1)
    await client.connection.close()
  })
  await connection.close()
}, 120_000)
