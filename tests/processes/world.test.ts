import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type World, world } from '../../plugin-sdk/testing/index.ts'
import { pluginFolder } from '../support/plugin.ts'

const type = 'Channel::Loop'
const manifest = {
  permissions: ['secrets:own', 'workflow:start', 'storage:own', 'inboxes:read', 'http:public'],
  workflows: { entry: './workflows.mjs' },
  contributes: {
    hooks: [
      'http.routes',
      'channel.onboarded',
      `inbox.beforeCreate:${type}`,
      `channel.observe:${type}`,
      `channel.act:${type}`,
    ],
    channels: [{ type, label: 'Loop', setup: { type: 'object', properties: {} }, capabilities: {} }],
    routes: [
      { method: 'GET', path: '/api/v1/accounts/:account_id/inboxes/:inbox_id/loop', auth: 'administrator' },
      { method: 'POST', path: '/api/v1/accounts/:account_id/inboxes/:inbox_id/loop/register', auth: 'administrator' },
      { method: 'POST', path: '/api/v1/accounts/:account_id/inboxes/:inbox_id/loop/tell', auth: 'administrator' },
    ],
  },
}
// The provider's side is a value of the plugin's store, which the test writes.
const setup = `
  const stateOf = (accountId) => context.store.get('provider', { accountId })
  hooks['inbox.beforeCreate'].for('${type}').tap('x', (draft) => ({ ...draft, identity: String(draft.input.address) }))
  hooks['channel.observe'].for('${type}').tapPromise('x', async (_, { accountId }) => (await stateOf(accountId)) ?? { status: 'pending' })
  hooks['channel.act'].for('${type}').tapPromise('x', async ({ action }, { accountId }) => {
    const state = await stateOf(accountId)
    await context.store.set('provider', { ...state, calls: (state.calls ?? 0) + 1, status: 'live' }, { accountId })
    return { action }
  })
  hooks['channel.onboarded'].tapPromise('x', async ({ accountId, payload }) => {
    await context.store.set('told', payload, { accountId })
  })
  hooks['http.routes'].tap('x', (routes) => {
    const path = '/api/v1/accounts/:account_id/inboxes/:inbox_id/loop'
    routes.handle('GET', path, async ({ inbox }) => ({ body: (await context.processes.progress(inbox.id)) ?? null }))
    routes.handle('POST', path + '/register', async ({ inbox, userId }) => {
      const answer = await context.processes.ask(inbox.id, { name: 'register', by: userId })
      return answer === 'queued' ? { status: 202 } : { body: answer }
    })
    routes.handle('POST', path + '/tell', async ({ inbox, body }) => {
      await context.processes.tell(inbox.id, { name: body.name }, body.key ? { key: body.key } : {})
      return { body: {} }
    })
  })`
const tables = `
  export const onboarding = {
    news: ['nudge'],
    wishes: ['register'],
    begin: () => ({ facts: null, wanted: false, acting: false }),
    learn(memory, event) {
      if (event.type === 'observed') return { ...memory, facts: event.facts }
      if (event.type === 'asked') return { ...memory, wanted: true }
      if (event.type === 'acted') return { ...memory, wanted: false }
      return memory
    },
    decide({ facts, wanted }) {
      if (!facts) return { do: 'wait', state: 'checking', why: 'Nothing was seen yet.' }
      if (facts.status === 'live') return { do: 'finish', why: 'It is live.' }
      if (facts.status === 'approved' && wanted) return { do: 'act', action: 'register', state: 'registering', why: 'Somebody wants it.' }
      if (facts.status === 'approved') return { do: 'ask', reason: 'register', why: 'A person has to begin.' }
      return { do: 'wait', state: 'waiting', why: 'The provider is not ready.' }
    },
    refuse: ({ facts }) => (facts && facts.status === 'pending' ? { code: 'loop.early', message: 'The provider is not ready yet' } : undefined),
    actions: { register: { summary: 'Registers it', once: true, counts: true } },
    describe: (occasion) => ({ severity: 'warning', title: 'Loop: ' + occasion.kind, text: 'Look at the inbox.' }),
  }
  export const health = {
    everyHours: 24,
    news: ['nudge'],
    actions: {},
    watch: (memory) => ({ memory, changes: [], notices: [], summary: 'It is well.' }),
  }`

describe('a channel that is led by durable processes', () => {
  let here: World
  let plugins: Awaited<ReturnType<typeof pluginFolder>>

  const provider = (state: object) =>
    here.rows(
      `insert into plugin_storage (account_id, plugin_id, key, value) values ($1, 'channel-loop', 'provider', $2)
       on conflict (account_id, plugin_id, key) do update set value = excluded.value`,
      [here.accountId, JSON.stringify(state)],
    )
  const progress = async (id: number) => (await here.api('GET', `/inboxes/${id}/loop`)).body
  const reaches = (id: number, state: string) =>
    here.until(async () => {
      const found = await progress(id)
      return found?.state === state && found
    })

  beforeAll(async () => {
    plugins = await pluginFolder()
    const { folder } = await plugins.write('channel-loop', { manifest, setup, files: { 'workflows.mjs': tables } })
    here = await world({ plugin: folder, processes: { pace: 60 } })
  }, 120_000)
  afterAll(async () => {
    await here?.stop()
    await plugins?.remove()
  })

  it('goes live: it waits, asks a person, does what they want once, and is watched from then on', async () => {
    const { id } = await here.inbox({ type: 'loop', address: 'a' })
    expect(await reaches(id, 'waiting')).toMatchObject({ stale: false, parked: false })

    expect(await here.api('POST', `/inboxes/${id}/loop/register`)).toMatchObject({
      status: 422,
      body: { code: 'loop.early', error: 'The provider is not ready yet' },
    })
    await provider({ status: 'approved' })
    await here.api('POST', `/inboxes/${id}/loop/tell`, { name: 'nudge' })
    await reaches(id, 'action_required')
    const notice = await here.until(async () => (await here.api('GET', '/notices')).body.payload[0])
    expect(notice).toMatchObject({ title: 'Loop: asked', inbox_id: id, plugin_id: 'channel-loop' })

    const answers = await Promise.all([1, 2].map(() => here.api('POST', `/inboxes/${id}/loop/register`)))

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    await here.until(async () => (await progress(id))?.kind === 'health')
    const [state] = await here.rows<{ value: object }>(`select value from plugin_storage where key = 'provider'`)
    expect(state?.value).toMatchObject({ status: 'live', calls: 1 })
    await here.until(async () => (await here.rows(`select 1 from plugin_storage where key = 'told'`)).length > 0)
  })

  it('stands still while the plugin is off, and goes on where it was', async () => {
    await provider({ status: 'pending' })
    const { id } = await here.inbox({ type: 'loop', address: 'b' })
    await reaches(id, 'waiting')

    await here.disable('channel-loop')
    const parked = () =>
      here.rows<{ progress: { parked: boolean } }>('select progress from channel_processes where inbox_id = $1', [id])
    await here.until(async () => (await parked())[0]?.progress.parked)
    await provider({ status: 'approved' })
    await here.enable('channel-loop')

    await reaches(id, 'action_required')
  })

  it('loses nothing while its worker is away', async () => {
    await provider({ status: 'approved' })
    const { id } = await here.inbox({ type: 'loop', address: 'c' })
    await reaches(id, 'action_required')

    await here.processes.stop()
    expect((await here.api('POST', `/inboxes/${id}/loop/register`)).status).toBe(202)
    await here.processes.start()

    await here.until(async () => (await progress(id))?.kind === 'health')
  })

  it('ends with its inbox', async () => {
    await provider({ status: 'pending' })
    const { id } = await here.inbox({ type: 'loop', address: 'd' })
    await reaches(id, 'waiting')

    await here.api('DELETE', `/inboxes/${id}`)

    const workflow = here.processes.client.workflow.getHandle(`channel-onboarding/inbox/${id}`)
    await here.until(async () => (await workflow.describe()).status.name === 'COMPLETED')
    expect((await here.api('GET', `/inboxes/${id}/loop`)).status).toBe(404)
  })
})
