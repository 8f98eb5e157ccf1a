import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountPath, createAccountWithAdministrator } from '../../../tests/support/people.ts'
import { pluginFolder } from '../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import { createActivities } from './activities.ts'
import type { ActivityCall, ProcessActivities, ProcessSubject } from './process.ts'
import type { ChannelProgress } from './progress.ts'

const type = 'Channel::Loop'
const brand = `[Symbol.for('cordboard.error')]: true`
const setup = `
  hooks['inbox.beforeCreate'].for('${type}').tap('x', (draft) => ({ ...draft, identity: String(draft.input.address) }))
  const failures = {
    refused: () => Object.assign(new Error('#133 wrong PIN'), { ${brand}, name: 'ProcessFailure', code: 'process.refused', status: 503,
      problem: { kind: 'refused', code: 133, subcode: 2388001, message: 'wrong PIN' }, retry: false }),
    busy: () => Object.assign(new Error('busy'), { ${brand}, name: 'ProcessFailure', code: 'process.temporary', status: 503,
      problem: { kind: 'temporary', message: 'busy' }, retry: true }),
    broken: () => new TypeError('cannot read token EAAG-secret of undefined'),
    dead: () => Object.assign(new Error('190: expired'), { ${brand}, name: 'ReauthorizationError', code: 'x.token', status: 401 }),
  }
  hooks['channel.observe'].for('${type}').tapPromise('x', async ({ inboxId }, scope) => {
    const record = await context.channels.get(inboxId)
    if (failures[record.identity]) throw failures[record.identity]()
    return { status: 'CONNECTED', accountId: scope.accountId }
  })
  hooks['channel.act'].for('${type}').tapPromise('x', async ({ action, input, by }) => {
    if (failures[action]) throw failures[action]()
    return { done: action, input, by }
  })
  hooks['channel.onboarded'].tapPromise('x', async (fact) => {
    const seen = (await context.store.get('onboarded', { accountId: fact.accountId })) ?? []
    await context.store.set('onboarded', [...seen, fact.payload.inboxId], { accountId: fact.accountId })
  })`
const manifest = {
  permissions: ['secrets:own', 'workflow:start', 'inboxes:read', 'storage:own'],
  workflows: { entry: './workflows.mjs' },
  contributes: {
    hooks: [`inbox.beforeCreate:${type}`, `channel.observe:${type}`, `channel.act:${type}`, 'channel.onboarded'],
    channels: [{ type, label: 'Loop', setup: { type: 'object', properties: {} }, capabilities: {} }],
  },
}

const call: ActivityCall = { key: 'workflow/run/1', signal: new AbortController().signal }
const progress = (changes: Partial<ChannelProgress> = {}): ChannelProgress => ({
  kind: 'onboarding',
  workflowId: 'channel-onboarding/inbox/1',
  state: 'waiting',
  reason: null,
  since: new Date().toISOString(),
  firstPendingAt: null,
  attempts: [],
  nextCheckAt: null,
  history: [],
  details: '',
  needsAdministrator: false,
  facts: null,
  parked: false,
  ...changes,
})

describe('what durable processes have done outside', () => {
  let product: Product
  let plugins: Awaited<ReturnType<typeof pluginFolder>>
  let home: Awaited<ReturnType<typeof createAccountWithAdministrator>>
  let other: typeof home
  let activities: ProcessActivities

  const request = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(product.url + accountPath(home.account) + path, {
      method,
      headers: { api_access_token: home.token, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return text ? JSON.parse(text) : undefined
  }
  const inbox = async (address: string): Promise<ProcessSubject> => {
    const { id } = await request('POST', '/inboxes', { name: address, channel: { type: 'loop', address } })
    return { accountId: home.account.id, inboxId: id, pluginId: 'channel-loop', channelType: type }
  }
  const act = (subject: ProcessSubject, action: string) =>
    activities.act({ ...subject, action, input: { name: 'x' }, by: 7 }, call)
  const save = ({ accountId, inboxId }: ProcessSubject, changes: Partial<ChannelProgress>) =>
    activities.saveProgress({ accountId, inboxId, progress: progress(changes) })

  beforeAll(async () => {
    plugins = await pluginFolder()
    await plugins.write('channel-loop', { manifest, setup, files: { 'workflows.mjs': '' } })
    product = await startProduct({ pluginsDirectory: plugins.path })
    home = await createAccountWithAdministrator(product)
    other = await createAccountWithAdministrator(product)
    activities = createActivities(product.core)
  })
  afterAll(async () => {
    await product.stop()
    await plugins.remove()
  })

  it('is what the plugin of the channel sees and does', async () => {
    const subject = await inbox('good')

    expect(await activities.observe(subject, call)).toEqual({
      facts: { status: 'CONNECTED', accountId: home.account.id },
    })
    expect(await act(subject, 'register')).toEqual({ result: { done: 'register', input: { name: 'x' }, by: 7 } })
  })

  it('comes to nothing while the plugin is off for the account', async () => {
    const subject = await inbox('toggled')

    await request('POST', '/plugins/channel-loop/disable')
    expect(await activities.observe(subject, call)).toEqual({ off: true })
    expect(await act(subject, 'register')).toEqual({ off: true })
    await request('POST', '/plugins/channel-loop/enable')

    expect(await activities.observe(subject, call)).toMatchObject({ facts: {} })
  })

  it('fails with the words of the provider', async () => {
    await expect(act(await inbox('a'), 'refused')).rejects.toMatchObject({
      problem: { kind: 'refused', code: 133, subcode: 2388001, message: 'wrong PIN' },
      retry: false,
    })
    await expect(activities.observe(await inbox('busy'), call)).rejects.toMatchObject({
      problem: { kind: 'temporary' },
      retry: true,
    })
    await expect(activities.observe(await inbox('dead'), call)).rejects.toMatchObject({
      problem: { kind: 'credentials', message: '190: expired' },
    })
  })

  it('tells nothing of an error that nobody foresaw but that it happened: nobody knows what was done', async () => {
    const failure = await act(await inbox('b'), 'broken').catch((error) => error)

    expect(failure.problem).toMatchObject({ kind: 'unanswered' })
    expect(JSON.stringify(failure) + failure.message + failure.stack).not.toContain('EAAG')
    await expect(activities.observe(await inbox('broken'), call)).rejects.toMatchObject({
      problem: { kind: 'temporary' },
    })
  })

  it('is refused for an inbox of another account', async () => {
    const subject = { ...(await inbox('mine')), accountId: other.account.id }

    await expect(activities.observe(subject, call)).rejects.toMatchObject({ problem: { kind: 'refused' } })
    await save(subject, { state: 'forged' })

    expect(await product.core.processes.progress(subject)).toBeUndefined()
  })

  it('keeps the state for screens, and a picture of each change of what was seen', async () => {
    const subject = await inbox('seen')

    await save(subject, { state: 'verifying', facts: { tier: 1 } })
    await save(subject, { state: 'waiting', facts: { tier: 1 } })
    await save(subject, { state: 'waiting', facts: { tier: 2 } })
    await save(subject, { state: 'live', facts: null })

    expect(await product.core.processes.progress(subject)).toMatchObject({ state: 'live', stale: true })
    expect((await product.core.processes.snapshots(subject, 90)).map(({ facts }) => facts)).toEqual([
      { tier: 1 },
      { tier: 2 },
    ])
  })

  it('tells a fact once, however often the call is repeated', async () => {
    const subject = await inbox('told')
    const tell = () =>
      activities.tellFact(
        { accountId: subject.accountId, inboxId: subject.inboxId, name: 'channel.onboarded', payload: {} },
        call,
      )

    await Promise.all([tell(), tell()])
    await tell()
    await product.core.dispatcher.settle()

    const { rows } = await product.core.pool.query(
      `select value from plugin_storage where account_id = $1 and key = 'onboarded'`,
      [subject.accountId],
    )
    expect(rows[0]?.value).toEqual([subject.inboxId])
  })

  it('raises a notice about the inbox, kept under the plugin', async () => {
    const subject = await inbox('noticed')
    const notice = { severity: 'critical' as const, title: 'Stalled', text: 'Open the manager.' }

    await activities.notify({ ...subject, key: 'stalled', notice })
    await activities.notify({ ...subject, key: 'stalled', notice })

    const { payload } = await request('GET', '/notices')
    expect(payload).toMatchObject([{ ...notice, plugin_id: 'channel-loop', inbox_id: subject.inboxId }])
  })
})
