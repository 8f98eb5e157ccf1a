import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { callerWithToken } from '../../../../tests/support/api.ts'
import { accountPath, createAccountWithAdministrator, createAgent } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { query } from '../../database/query.ts'
import { Channel } from './channel.entity.ts'
import { openSecrets } from './channel-secrets.ts'

let product: Product
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())

async function acme() {
  const { account, token } = await createAccountWithAdministrator(product)
  return { account, path: accountPath(account), call: callerWithToken(product, token) }
}

let addresses = 0
function channel(more: Record<string, unknown> = {}) {
  addresses += 1
  return { type: 'test', address: `address-${addresses}`, secret: 'hidden-secret', ...more }
}

describe('a new inbox', () => {
  it('has every key of the contract and those of its channel', async () => {
    const { path, call } = await acme()
    const { address, ...rest } = channel()

    const { status, body } = await call('POST', `${path}/inboxes/`, { name: 'Shop', channel: { address, ...rest } })

    expect(status).toBe(200)
    expect(body).toEqual({
      id: expect.any(Number),
      avatar_url: '',
      channel_id: expect.any(Number),
      name: 'Shop',
      channel_type: 'Channel::Test',
      greeting_enabled: false,
      greeting_message: null,
      working_hours_enabled: false,
      enable_email_collect: true,
      csat_survey_enabled: false,
      csat_config: {},
      enable_auto_assignment: true,
      auto_assignment_config: {},
      out_of_office_message: null,
      working_hours: expect.any(Array),
      timezone: 'UTC',
      callback_webhook_url: `${product.url}/webhooks/test/${address}`,
      allow_messages_after_resolved: true,
      lock_to_single_conversation: false,
      sender_name_type: 'friendly',
      business_name: null,
      allowed_domains: null,
      widget_color: null,
      website_url: null,
      hmac_mandatory: null,
      welcome_title: null,
      welcome_tagline: null,
      web_widget_script: null,
      website_token: null,
      selected_feature_flags: null,
      reply_time: null,
      messaging_service_sid: null,
      phone_number: null,
      provider: null,
      address,
      reauthorization_required: false,
      secret_set: true,
    })
    expect(body.working_hours).toHaveLength(7)
    expect(body.working_hours[0]).toMatchObject({ day_of_week: 0, closed_all_day: true })
    expect(body.working_hours[1]).toMatchObject({ day_of_week: 1, open_hour: 9, close_hour: 17, closed_all_day: false })
  })

  it('keeps its secret encrypted and tells the event log', async () => {
    const { account, path, call } = await acme()
    const { body } = await call('POST', `${path}/inboxes`, { name: 'Shop', channel: channel() })
    const em = product.core.orm.em.fork()

    const stored = await em.findOneOrFail(Channel, { accountId: account.id, id: body.channel_id })

    expect(Buffer.from(stored.secrets as Uint8Array).toString('latin1')).not.toContain('hidden-secret')
    expect(openSecrets(product.core.cipher, stored)).toEqual({ secret: 'hidden-secret' })
    expect(JSON.stringify(body)).not.toContain('hidden-secret')
    expect(
      await query(em, `select name, payload from events where account_id = $1 and name = 'inbox.created'`, [
        account.id,
      ]),
    ).toEqual([{ name: 'inbox.created', payload: { inboxId: body.id, channelType: 'Channel::Test' } }])
  })

  it('is refused where the identity is taken, in the account or in another', async () => {
    const { path, call } = await acme()
    const other = await acme()
    const taken = channel()
    await call('POST', `${path}/inboxes`, { name: 'Shop', channel: taken })

    const answers = [
      await call('POST', `${path}/inboxes`, { name: 'Again', channel: taken }),
      await other.call('POST', `${other.path}/inboxes`, { name: 'Thief', channel: taken }),
    ]

    for (const answer of answers)
      expect(answer).toMatchObject({
        status: 422,
        body: { message: 'Address has already been taken', attributes: ['address'] },
      })
    expect((await other.call('GET', `${other.path}/inboxes`)).body.payload).toEqual([])
  })

  it('is made once of many requests at once', async () => {
    const { path, call } = await acme()
    const taken = channel()

    const answers = await Promise.all(
      Array.from({ length: 6 }, () => call('POST', `${path}/inboxes`, { name: 'Shop', channel: taken })),
    )

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422, 422])
  })

  it.each([
    ['no channel', { name: 'Shop' }],
    ['an unknown type', { name: 'Shop', channel: { type: 'carrier_pigeon' } }],
    ['an object as type', { name: 'Shop', channel: { type: {} } }],
    ['a text as channel', { name: 'Shop', channel: 'test' }],
    ['no name', { channel: { type: 'test', address: 'nameless' } }],
    ['a name of spaces', { name: '  ', channel: { type: 'test', address: 'nameless' } }],
    ['a list', []],
    ['what the provider refuses', { name: 'Shop', channel: { type: 'test', address: 'refused' } }],
    ['an unknown time zone', { name: 'Shop', timezone: 'Mars/Base', channel: { type: 'test', address: 'mars' } }],
  ])('is refused with %s, and nothing is left behind', async (_name, input) => {
    const { path, call } = await acme()

    const answer = await call('POST', `${path}/inboxes`, input)

    expect(answer.status).toBe(422)
    expect(answer.body.message ?? answer.body.error).toEqual(expect.any(String))
    expect((await call('GET', `${path}/inboxes`)).body.payload).toEqual([])
  })

  it('is refused while its plugin is switched off', async () => {
    const { account, path, call } = await acme()
    await query(
      product.core.orm.em.fork(),
      `insert into plugin_accounts (account_id, plugin_id, enabled) values ($1, 'channel-test', false)`,
      [account.id],
    )

    const answer = await call('POST', `${path}/inboxes`, { name: 'Shop', channel: channel() })

    expect(answer).toMatchObject({ status: 422, body: { attributes: ['channel'] } })
  })

  it('is not made by agents', async () => {
    const { account, path } = await acme()
    const { token } = await createAgent(product, account)

    const answer = await callerWithToken(product, token)('POST', `${path}/inboxes`, {
      name: 'Shop',
      channel: channel(),
    })

    expect(answer.status).toBe(401)
  })
})

describe('an inbox', () => {
  async function shop() {
    const context = await acme()
    const { body } = await context.call('POST', `${context.path}/inboxes`, { name: 'Shop', channel: channel() })
    return { ...context, inbox: body, at: `${context.path}/inboxes/${body.id}` }
  }

  it.each(['PATCH', 'PUT'])('is changed with %s, also its channel', async (method) => {
    const { call, at, inbox } = await shop()

    const { status, body } = await call(method, at, {
      name: 'Store',
      greeting_enabled: true,
      greeting_message: 'Hello',
      sender_name_type: 'professional',
      timezone: 'Europe/Berlin',
      auto_assignment_config: { max_assignment_limit: 5, other: 1 },
      working_hours: [{ day_of_week: 0, open_all_day: true }],
      channel: { address: `${inbox.address}-moved` },
    })

    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: inbox.id,
      name: 'Store',
      greeting_message: 'Hello',
      sender_name_type: 'professional',
      timezone: 'Europe/Berlin',
      auto_assignment_config: { max_assignment_limit: 5 },
      address: `${inbox.address}-moved`,
      secret_set: true,
    })
    expect(body.working_hours[0]).toMatchObject({ open_all_day: true, open_hour: 0, close_hour: 23, close_minutes: 59 })
    expect(body.working_hours[1]).toMatchObject({ open_hour: 9 })
  })

  it('takes the word null of a form for nothing, and a picture', async () => {
    const { call, at } = await shop()
    await call('PATCH', at, { greeting_message: 'Hello', business_name: 'Acme' })
    const form = new FormData()
    form.append('greeting_message', 'null')
    form.append('greeting_enabled', 'false')
    form.append('channel[address]', 'null')
    form.append('avatar', new Blob([picture], { type: 'image/png' }), 'logo.png')

    const { status, body } = await call('PATCH', at, form)
    const removed = await call('DELETE', `${at}/avatar`)

    expect(status).toBe(200)
    expect(body).toMatchObject({ greeting_message: null, business_name: 'Acme', greeting_enabled: false })
    expect(body.avatar_url).toMatch(/^http/)
    expect(removed).toMatchObject({ status: 200, body: '' })
    expect((await call('GET', at)).body.avatar_url).toBe('')
  })

  it('refuses a file that is no picture', async () => {
    const { call, at } = await shop()
    const form = new FormData()
    form.append('avatar', new Blob(['<svg onload="alert(1)"/>'], { type: 'image/png' }), 'logo.png')

    expect(await call('PATCH', at, form)).toMatchObject({ status: 422, body: { attributes: ['avatar'] } })
  })

  it.each([
    [
      { working_hours: [{ day_of_week: 1, open_hour: 17, open_minutes: 0, close_hour: 9, close_minutes: 0 }] },
      'working_hours',
    ],
    [{ working_hours: [{ day_of_week: 1 }] }, 'working_hours'],
    [{ working_hours: [{ day_of_week: 7 }] }, 'working_hours'],
    [{ working_hours: 'always' }, 'working_hours'],
    [{ sender_name_type: 'rude' }, 'sender_name_type'],
    [{ greeting_message: 'x'.repeat(10_001) }, 'greeting_message'],
    [{ name: {} }, 'name'],
  ])('is not changed by %j', async (wrong, attribute) => {
    const { call, at } = await shop()

    expect(await call('PATCH', at, wrong)).toMatchObject({ status: 422, body: { attributes: [attribute] } })
  })

  it('is seen by its agents alone, without what administrators see', async () => {
    const { account, path, call, at, inbox } = await shop()
    const { user, token } = await createAgent(product, account)
    const agent = callerWithToken(product, token)

    const before = [await agent('GET', at), await agent('GET', `${path}/inboxes`)]
    await call('POST', `${path}/inbox_members`, { inbox_id: inbox.id, user_ids: [user.id] })
    const after = [await agent('GET', at), await agent('GET', `${path}/inboxes`)]

    expect(before[0]?.status).toBe(401)
    expect(before[1]?.body).toEqual({ payload: [] })
    expect(after[0]?.body).toMatchObject({ id: inbox.id })
    expect(after[0]?.body).not.toHaveProperty('secret_set')
    expect(after[1]?.body.payload).toHaveLength(1)
    expect((await agent('PATCH', at, { name: 'Mine' })).status).toBe(401)
    expect((await agent('DELETE', at)).status).toBe(401)
  })

  it('is a 404 to another account', async () => {
    const { at, inbox } = await shop()
    const other = await acme()
    const foreign = `${other.path}/inboxes/${inbox.id}`

    const answers = [
      await other.call('GET', foreign),
      await other.call('PATCH', foreign, { name: 'Mine' }),
      await other.call('DELETE', foreign),
      await other.call('GET', `${foreign}/assignable_agents`),
      await other.call('GET', `${other.path}/inbox_members/${inbox.id}`),
      await other.call('POST', `${other.path}/inbox_members`, { inbox_id: inbox.id, user_ids: [] }),
      await other.call('GET', `${other.path}/assignable_agents?inbox_ids[]=${inbox.id}`),
      await other.call('GET', `${other.path}/inboxes/abc`),
    ]

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
    expect(at).not.toBe(foreign)
  })

  it('goes at once with 200, frees its identity, and is purged by a job', async () => {
    const { account, path, call, at, inbox } = await shop()
    const em = product.core.orm.em.fork()

    const deleted = await call('DELETE', at)
    const again = await call('POST', `${path}/inboxes`, { name: 'New', channel: channel({ address: inbox.address }) })

    expect(deleted).toMatchObject({
      status: 200,
      body: { message: 'Your inbox deletion request will be processed in some time.' },
    })
    expect((await call('GET', at)).status).toBe(404)
    expect(again.status).toBe(200)
    await vi.waitFor(
      async () => {
        expect(await query(em, 'select id from inboxes where account_id = $1', [account.id])).toEqual([
          { id: again.body.id },
        ])
        expect(await query(em, 'select id from channels where account_id = $1', [account.id])).toHaveLength(1)
      },
      { timeout: 10_000 },
    )
  })

  it('has no bot', async () => {
    const { call, at } = await shop()

    expect((await call('GET', `${at}/agent_bot`)).body).toEqual({})
    expect((await call('POST', `${at}/set_agent_bot`, { agent_bot: null })).status).toBe(200)
    expect((await call('POST', `${at}/set_agent_bot`, { agent_bot: 5 })).status).toBe(404)
  })

  it('has members that are added, replaced, listed and removed', async () => {
    const { account, path, call, at, inbox } = await shop()
    const [ann, ben] = [
      await createAgent(product, account, { name: 'Ann' }),
      await createAgent(product, account, { name: 'Ben' }),
    ]
    const members = `${path}/inbox_members`
    const idsOf = (answer: { body: { payload: { id: number }[] } }) => answer.body.payload.map(({ id }) => id)

    const added = await call('POST', members, { inbox_id: inbox.id, user_ids: [ann.user.id] })
    const replaced = await call('PATCH', members, { inbox_id: String(inbox.id), user_ids: [ben.user.id] })
    const listed = await call('GET', `${members}/${inbox.id}`)
    const assignable = await call('GET', `${at}/assignable_agents`)
    const everywhere = await call('GET', `${path}/assignable_agents?inbox_ids[]=${inbox.id}`)
    const removed = await call('DELETE', members, { inbox_id: inbox.id, user_ids: [ben.user.id] })

    expect(idsOf(added)).toEqual([ann.user.id])
    expect(idsOf(replaced)).toEqual([ben.user.id])
    expect(listed.body.payload[0]).toMatchObject({ id: ben.user.id, role: 'agent', account_id: account.id })
    expect(assignable.body.payload.map(({ role }: { role: string }) => role).sort()).toEqual(['administrator', 'agent'])
    expect(idsOf(everywhere)).toEqual(idsOf(assignable))
    expect(removed).toMatchObject({ status: 200, body: '' })
    expect((await call('GET', `${members}/${inbox.id}`)).body.payload).toEqual([])
  })

  it('takes nobody of another account as a member', async () => {
    const { path, call, inbox } = await shop()
    const { administrator: stranger } = await createAccountWithAdministrator(product)

    const answer = await call('POST', `${path}/inbox_members`, { inbox_id: inbox.id, user_ids: [stranger.id] })

    expect(answer.status).toBe(404)
    expect((await call('GET', `${path}/inbox_members/${inbox.id}`)).body.payload).toEqual([])
  })
})

// One pixel.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
