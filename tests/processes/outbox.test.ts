import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createOutboxDispatcher, type OutboxDispatcher } from '@cordboard/core/processes/outbox-dispatcher.ts'
import type { ProcessSubject } from '@cordboard/core/processes/process.ts'
import { ProcessCallFailed, type ProcessClient } from '@cordboard/core/processes/process-client.ts'
import { Client, Connection } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createProcessClient } from '../../workflows/worker/process-client.ts'
import { accountPath, createAccountWithAdministrator, createAgent } from '../support/people.ts'
import { pluginFolder } from '../support/plugin.ts'
import { type Product, startProduct } from '../support/product.ts'
import { makeNamespace, sharedTemporal } from '../support/temporal-server.ts'
import type { Heard } from './recording-workflows.ts'

const type = 'Channel::Loop'
const manifest = {
  permissions: ['secrets:own', 'workflow:start'],
  workflows: { entry: './workflows.mjs' },
  contributes: {
    hooks: [`inbox.beforeCreate:${type}`, `channel.observe:${type}`, `inbox.disconnect:${type}`],
    channels: [{ type, label: 'Loop', setup: { type: 'object', properties: {} }, capabilities: {} }],
  },
}
const setup = `
  hooks['inbox.beforeCreate'].for('${type}').tap('x', (draft) => ({ ...draft, identity: String(draft.input.address), secrets: { key: 'k' } }))
  hooks['channel.observe'].for('${type}').tap('x', () => ({}))
  hooks['inbox.disconnect'].for('${type}').tapPromise('x', async ({ inboxId }) => {
    globalThis.signedOff = { ...globalThis.signedOff, [inboxId]: (await context.channels.get(inboxId)).secrets.key }
  })`

describe('what is told to durable processes', () => {
  let product: Product
  let plugins: Awaited<ReturnType<typeof pluginFolder>>
  let home: Awaited<ReturnType<typeof createAccountWithAdministrator>>
  let server: { address: string; namespace: string; tls: boolean }
  let temporal: Client
  let worker: Worker
  let working: Promise<void>
  const queue = randomUUID()
  const dispatchers = new Set<OutboxDispatcher>()

  const call = async (method: string, path: string, body?: unknown, token = home.token) => {
    const response = await fetch(product.url + accountPath(home.account) + path, {
      method,
      headers: { api_access_token: token, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : undefined }
  }
  let inboxes = 0
  const inbox = async (): Promise<ProcessSubject> => {
    inboxes += 1
    const { body } = await call('POST', '/inboxes', { name: 'Loop', channel: { type: 'loop', address: `a${inboxes}` } })
    return { accountId: home.account.id, inboxId: body.id, pluginId: 'channel-loop', channelType: type }
  }
  const client = (change: (real: ProcessClient) => Partial<ProcessClient> = () => ({})): ProcessClient => {
    const real = createProcessClient(server, queue)
    return { ...real, ...change(real) }
  }
  const dispatch = async (through = client()): Promise<OutboxDispatcher> => {
    const dispatcher = createOutboxDispatcher(product.core, through)
    dispatchers.add(dispatcher)
    await dispatcher.start()
    return dispatcher
  }
  const em = () => product.core.orm.em.fork()
  const rows = async (inboxId: number) =>
    (
      await product.core.pool.query(
        'select kind, name, state, last_error from process_outbox where inbox_id = $1 order by id',
        [inboxId],
      )
    ).rows
  const allDone = (inboxId: number) =>
    expect.poll(async () => (await rows(inboxId)).map(({ state }) => state), { timeout: 25_000 })
  const heard = (workflowId: string): Promise<Heard> => temporal.workflow.getHandle(workflowId).query<Heard>('heard')
  const onboarding = ({ inboxId }: ProcessSubject) => `channel-onboarding/inbox/${inboxId}`
  const health = ({ inboxId }: ProcessSubject) => `channel-health/inbox/${inboxId}`

  beforeAll(async () => {
    plugins = await pluginFolder()
    await plugins.write('channel-loop', { manifest, setup, files: { 'workflows.mjs': '' } })
    product = await startProduct({ pluginsDirectory: plugins.path })
    home = await createAccountWithAdministrator(product)
    const address = await sharedTemporal()
    server = { address, namespace: await makeNamespace(address), tls: false }
    temporal = new Client({ connection: await Connection.connect({ address }), namespace: server.namespace })
    Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] })
    worker = await Worker.create({
      connection: await NativeConnection.connect({ address }),
      namespace: server.namespace,
      taskQueue: queue,
      workflowsPath: join(import.meta.dirname, './recording-workflows.ts'),
    })
    working = worker.run()
  }, 120_000)
  afterEach(async () => {
    for (const dispatcher of dispatchers) await dispatcher.stop()
    dispatchers.clear()
  })
  afterAll(async () => {
    worker?.shutdown()
    await working
    await temporal?.connection.close()
    await product?.stop()
    await plugins?.remove()
  })

  it('begins with the inbox: its onboarding starts once', async () => {
    await dispatch()

    const subject = await inbox()

    await allDone(subject.inboxId).toEqual([2])
    expect(await heard(onboarding(subject))).toMatchObject({ because: 'created', news: [] })
  })

  it('is nothing when the change is rolled back', async () => {
    await dispatch()
    const subject = await inbox()
    await allDone(subject.inboxId).toEqual([2])

    await em()
      .transactional(async (em) => {
        await product.core.processes.tell(em, subject, { name: 'lost' })
        throw new Error('rolled back')
      })
      .catch(() => {})
    await product.core.processes.tell(em(), subject, { name: 'kept' })

    await allDone(subject.inboxId).toEqual([2, 2])
    expect((await heard(onboarding(subject))).news).toEqual([{ name: 'kept', detail: {} }])
  })

  it('arrives in order, and once per key', async () => {
    const subject = await inbox()
    const { processes } = product.core
    for (const step of [1, 2, 3, 4, 5])
      await processes.tell(em(), subject, { name: 'step', detail: { step } }, { key: `k${step}` })
    await processes.tell(em(), subject, { name: 'step', detail: { step: 3 } }, { key: 'k3' })

    await dispatch()

    await allDone(subject.inboxId).toEqual([2, 2, 2, 2, 2, 2])
    expect((await heard(onboarding(subject))).news.map(({ detail }) => detail)).toEqual(
      [1, 2, 3, 4, 5].map((step) => ({ step })),
    )
  })

  it('reaches the monitor of a channel whose onboarding is over', async () => {
    await dispatch()
    const subject = await inbox()
    await product.core.processes.tell(em(), subject, { name: 'end' })
    await allDone(subject.inboxId).toEqual([2, 2])
    await temporal.workflow.getHandle(onboarding(subject)).result()

    await product.core.processes.tell(em(), subject, { name: 'quality', by: 7 })
    await allDone(subject.inboxId).toEqual([2, 2, 2])
    await product.core.processes.tell(em(), subject, { name: 'token' }, { onboard: 'reauthorized' })
    await allDone(subject.inboxId).toEqual([2, 2, 2, 2])

    expect((await heard(health(subject))).news).toEqual([{ name: 'quality', detail: {}, by: 7 }])
    expect(await heard(onboarding(subject))).toMatchObject({ because: 'reauthorized', news: [{ name: 'token' }] })
  })

  it('arrives once though the dispatcher died between the call and its note', async () => {
    const subject = await inbox()
    await product.core.processes.tell(em(), subject, { name: 'once' })
    const deadly =
      (call: (...given: never[]) => Promise<unknown>) =>
      async (...given: never[]) => {
        await call(...given)
        throw new ProcessCallFailed('away', 'killed before it could note that')
      }
    const dying = await dispatch(client((real) => ({ start: deadly(real.start), signal: deadly(real.signal) })))
    await expect.poll(async () => (await rows(subject.inboxId))[0]?.last_error).toContain('killed')
    await dying.stop()
    dispatchers.delete(dying)

    await dispatch()

    await allDone(subject.inboxId).toEqual([2, 2])
    expect((await heard(onboarding(subject))).news).toEqual([{ name: 'once', detail: {} }])
  })

  it('does not start again what an earlier try has started and is over', async () => {
    const subject = await inbox()
    const dying = await dispatch(
      client((real) => ({
        async start(start) {
          await real.start(start)
          await real.signal(start.workflowId, 'end', { msgId: 'test', detail: {} })
          await temporal.workflow.getHandle(start.workflowId).result()
          throw new ProcessCallFailed('away', 'killed')
        },
      })),
    )
    await expect.poll(async () => (await rows(subject.inboxId))[0]?.last_error).toBe('killed')
    await dying.stop()
    dispatchers.delete(dying)
    const before = (await temporal.workflow.getHandle(onboarding(subject)).describe()).runId

    await dispatch()

    await allDone(subject.inboxId).toEqual([2])
    expect((await temporal.workflow.getHandle(onboarding(subject)).describe()).runId).toBe(before)
  })

  it('is carried out by one process of many', async () => {
    const subject = await inbox()
    let calls = 0
    const counting = () =>
      client((real) => ({
        start(start) {
          calls += 1
          return real.start(start)
        },
      }))
    await Promise.all([dispatch(counting()), dispatch(counting()), dispatch(counting())])

    await allDone(subject.inboxId).toEqual([2])
    expect(calls).toBe(1)
  })

  it('is given up and told to administrators when the server refuses it for good', async () => {
    const subject = await inbox()
    await dispatch(
      client(() => ({
        async start() {
          await product.core.pool.query(
            'update process_outbox set available_at = now(), failures = 4 where inbox_id = $1',
            [subject.inboxId],
          )
          throw new ProcessCallFailed('broken', 'Permission denied')
        },
      })),
    )

    await expect.poll(async () => (await rows(subject.inboxId))[0]?.state, { timeout: 20_000 }).toBe(3)
    const { body } = await call('GET', '/notices')
    expect(body.payload).toContainEqual(expect.objectContaining({ severity: 'critical', inbox_id: subject.inboxId }))
  })

  describe('as a wish', () => {
    const ask = (subject: ProcessSubject, detail: Record<string, unknown> = {}, withinMilliseconds = 15_000) =>
      product.core.processes.ask(subject, { name: 'register', by: 1, detail }, { withinMilliseconds })

    it('is answered', async () => {
      await dispatch()

      expect(await ask(await inbox())).toEqual({ state: 'registered' })
    })

    it('starts the onboarding where none runs', async () => {
      await dispatch()
      const subject = await inbox()
      await product.core.processes.tell(em(), subject, { name: 'end' })
      await allDone(subject.inboxId).toEqual([2, 2])
      await temporal.workflow.getHandle(onboarding(subject)).result()

      expect(await ask(subject)).toEqual({ state: 'registered' })
    })

    it('is refused with the words of the table', async () => {
      await dispatch()

      await expect(ask(await inbox(), { refuse: true })).rejects.toMatchObject({
        name: 'ProcessRefused',
        code: 'budget.spent',
        message: 'Ten attempts in three days',
        retryAt: 4_000_000_000_000,
      })
    })

    it('does not hold up news that come after it, and may be answered after its time', async () => {
      await dispatch()
      const subject = await inbox()

      expect(await ask(subject, { hold: true }, 300)).toBe('queued')
      await product.core.processes.tell(em(), subject, { name: 'go' })

      await allDone(subject.inboxId).toEqual([2, 2, 2])
      expect((await heard(onboarding(subject))).wishes).toHaveLength(1)
    })

    it('is queued at once while Temporal is away, and carried out later, once', async () => {
      const subject = await inbox()
      const away = await dispatch(
        client(() => ({
          start: () => Promise.reject(new ProcessCallFailed('away', 'No connection')),
          update: () => Promise.reject(new ProcessCallFailed('away', 'No connection')),
        })),
      )
      expect(await ask(subject)).toBe('queued')
      await away.stop()
      dispatchers.delete(away)

      await dispatch()

      await allDone(subject.inboxId).toEqual([2, 2])
      expect((await heard(onboarding(subject))).wishes).toHaveLength(1)
    })

    it('is heard to its end by the next process when the one that handed it over is gone', async () => {
      const first = await dispatch()
      const subject = await inbox()
      expect(await ask(subject, { hold: true }, 300)).toBe('queued')
      await expect.poll(async () => (await rows(subject.inboxId))[1]?.state).toBe(1)
      await first.stop()
      dispatchers.delete(first)

      await dispatch()
      await product.core.processes.tell(em(), subject, { name: 'go' })

      await allDone(subject.inboxId).toEqual([2, 2, 2])
    })
  })

  it('includes that the plugin was switched for the account', async () => {
    await dispatch()
    const subject = await inbox()

    await call('POST', '/plugins/channel-loop/disable')
    await call('POST', '/plugins/channel-loop/enable')

    await expect
      .poll(async () => (await heard(onboarding(subject)).catch(() => undefined))?.news.map(({ name }) => name), {
        timeout: 15_000,
      })
      .toEqual(['pluginOff', 'pluginOn'])
  })

  it('ends with the inbox, after the plugin has signed off with its secrets', async () => {
    await dispatch()
    const subject = await inbox()

    expect((await call('DELETE', `/inboxes/${subject.inboxId}`)).status).toBe(200)

    await allDone(subject.inboxId).toEqual([2, 2])
    expect((await heard(onboarding(subject))).news.map(({ name }) => name)).toEqual(['cancel'])
    expect((globalThis as unknown as { signedOff: unknown }).signedOff).toMatchObject({ [subject.inboxId]: 'k' })
  })

  it('is of no concern to agents', async () => {
    const agent = await createAgent(product, home.account)

    expect((await call('GET', '/notices', undefined, agent.token)).status).toBe(401)
  })
})
