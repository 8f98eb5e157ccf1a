import { join } from 'node:path'
import { type World, world } from '@cordboard/plugin-sdk/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SimulatedNumber } from '../../simulator/number.ts'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { juniper } from '../support/juniper.ts'

let simulator: Simulator
let number: SimulatedNumber
let here: World
let inboxId: number
let other: number

beforeAll(async () => {
  simulator = await startSimulator()
  number = simulator.addNumber(juniper)
  const plugins = join(import.meta.dirname, '../../..')
  here = await world({
    plugin: join(plugins, 'channel-whatsapp'),
    beside: [join(plugins, 'channel-api')],
    environment: { WHATSAPP_CLOUD_BASE_URL: simulator.url },
  })
  simulator.coreUrl = here.url
  const provider_config = {
    api_key: juniper.token,
    phone_number_id: juniper.phoneNumberId,
    business_account_id: juniper.businessAccountId,
  }
  const phone_number = '+15550104477'
  inboxId = (await here.inbox({ type: 'whatsapp', phone_number, provider: 'whatsapp_cloud', provider_config })).id
  other = (await here.inbox({ type: 'api' }, 'Orders')).id
})
afterAll(async () => {
  await here?.stop()
  await simulator?.stop()
})

const at = (path: string, inbox = inboxId) => `/inboxes/${inbox}/${path}`
const outbox = () =>
  here.rows<{ kind: string; name: string; by: number | null; detail: unknown; because: string | null }>(
    'select kind, name, by_user_id::int as by, detail, because from process_outbox where inbox_id = $1 order by id',
    [inboxId],
  )
const progress = (changes: Record<string, unknown>) => ({
  kind: 'onboarding',
  workflowId: `channel-onboarding/inbox/${inboxId}`,
  state: 'awaiting_provisioning',
  reason: null,
  since: '2026-11-20T10:00:00.000Z',
  firstPendingAt: '2026-11-20T09:00:00.000Z',
  attempts: [
    {
      at: '2026-11-20T09:00:00.000Z',
      by: 'automatic',
      action: 'register',
      outcome: 'refused',
      code: 100,
      subcode: 2388001,
      message: 'Invalid parameter',
    },
  ],
  nextCheckAt: '2026-11-20T12:00:00.000Z',
  history: [
    { at: '2026-11-20T10:00:00.000Z', from: 'registering', to: 'awaiting_provisioning', why: 'Meta reviews the name.' },
  ],
  details: 'Meta reviews the name.',
  needsAdministrator: false,
  facts: { webhook: 'ours' },
  parked: false,
  ...changes,
})

describe('the way to being live', () => {
  it('is none before any process ran', async () => {
    expect(await here.api('GET', at('whatsapp/onboarding'))).toMatchObject({
      status: 200,
      body: { state: 'none', reason: null, attempts: [], attempts_left_72h: 10, next_check_at: null, history: [] },
    })
  })

  it.each(['whatsapp/onboarding', 'health', 'health/history'])('%s is for the inbox’s people', async (path) => {
    expect((await here.api('GET', at(path), undefined, here.agent.token)).status).toBe(200)
    await here.api('DELETE', '/inbox_members', { inbox_id: inboxId, user_ids: [here.agent.id] })
    expect((await here.api('GET', at(path), undefined, here.agent.token)).status).toBe(401)
    await here.api('POST', '/inbox_members', { inbox_id: inboxId, user_ids: [here.agent.id] })
    expect((await here.api('GET', at(path, 999_999))).status).toBe(404)
  })

  it.each([
    ['GET', 'whatsapp/onboarding'],
    ['GET', 'whatsapp/pin'],
    ['POST', 'whatsapp/registration'],
    ['POST', 'whatsapp/onboarding/signal'],
  ])('%s %s is not of inboxes of another kind', async (method, path) => {
    expect((await here.api(method, at(path, other), method === 'POST' ? {} : undefined)).status).toBe(404)
  })

  it.each([
    ['POST', 'whatsapp/registration'],
    ['POST', 'whatsapp/onboarding/signal'],
    ['GET', 'whatsapp/pin'],
  ])('%s %s is for administrators', async (method, path) => {
    const body = method === 'POST' ? { signal: 'retry_now' } : undefined
    expect((await here.api(method, at(path), body, here.agent.token)).status).toBe(401)
  })
})

describe('signals', () => {
  it.each([
    ['display_name_updated', 'displayNameUpdated'],
    ['number_verified', 'numberVerified'],
    ['retry_now', 'retryNow'],
  ])('%s reaches the process in the name of who sent it', async (signal, name) => {
    expect((await here.api('POST', at('whatsapp/onboarding/signal'), { signal })).status).toBe(202)
    expect((await outbox()).at(-1)).toMatchObject({ kind: 'tell', name, by: here.administrator.id, because: signal })
  })

  it.each([undefined, 'reboot', 'constructor', 7, ['retry_now']])('%o is none', async (signal) => {
    const before = await outbox()
    expect((await here.api('POST', at('whatsapp/onboarding/signal'), { signal })).status).toBe(422)
    expect(await outbox()).toEqual(before)
  })

  it('for unknown inboxes are 404', async () => {
    expect((await here.api('POST', at('whatsapp/onboarding/signal', 999_999), { signal: 'retry_now' })).status).toBe(
      404,
    )
  })

  it('cancel only what is under way', async () => {
    expect((await here.api('POST', at('whatsapp/onboarding/signal'), { signal: 'cancel' })).status).toBe(422)
  })
})

describe('completing the registration', () => {
  it.each(['12345', '1234567', 'abcdef', 123456, ['123456'], '１２３４５６'])(
    'wants a PIN of six digits, not %o',
    async (pin) => {
      expect(await here.api('POST', at('whatsapp/registration'), { pin })).toMatchObject({
        status: 422,
        body: { error: 'Enter the PIN as six digits' },
      })
    },
  )

  it('while processes are away is kept for later, and the PIN never leaves the seal', async () => {
    const answer = await here.api('POST', at('whatsapp/registration'), { pin: '012345' })
    expect(answer).toMatchObject({ status: 202, body: { state: 'queued' } })
    const rows = await outbox()
    expect(rows.at(-1)).toMatchObject({
      kind: 'ask',
      name: 'completeRegistration',
      by: here.administrator.id,
      detail: { pin: 'entered' },
    })
    expect(JSON.stringify(rows)).not.toContain('012345')
    const [stored] = await here.rows<{ text: string }>(
      `select settings::text || encode(secrets, 'escape') as text from channels where identity = '+15550104477'`,
    )
    expect(stored?.text).not.toContain('012345')
  })
})

describe('health', () => {
  const documented = [
    'display_phone_number',
    'verified_name',
    'name_status',
    'quality_rating',
    'messaging_limit_tier',
    'account_mode',
    'code_verification_status',
    'throughput',
    'last_onboarded_time',
    'platform_type',
    'business_id',
  ]

  it('always has the documented keys, and more', async () => {
    number.shows({
      quality_rating: undefined,
      health_status: {
        can_send_message: 'BLOCKED',
        entities: [
          {
            entity_type: 'WABA',
            id: '1',
            can_send_message: 'BLOCKED',
            errors: [{ error_code: 141006, error_description: 'Payment', possible_solution: 'Pay' }],
          },
        ],
      },
    })
    const { status, body } = await here.api('GET', `${at('health')}?fresh=true`)
    expect(status).toBe(200)
    for (const key of documented) expect(body).toHaveProperty(key)
    expect(body).toMatchObject({
      quality_rating: null,
      throughput: { level: 'STANDARD' },
      business_id: juniper.businessAccountId,
      status: 'CONNECTED',
      is_on_biz_app: false,
      can_send_message: 'BLOCKED',
      can_send_errors: [{ entity: 'WABA', code: 141006, description: 'Payment', solution: 'Pay' }],
      webhook: 'missing',
      onboarding: { state: 'none', reason: null },
      trend: [],
      stale: false,
      fetched_at: expect.any(String),
    })
  })

  it('of inboxes of another kind is not to be had', async () => {
    expect(await here.api('GET', at('health', other))).toMatchObject({
      status: 400,
      body: { error: 'Health data only available for WhatsApp Cloud API channels' },
    })
  })

  it('that cannot be read says why, without ids and keys, and what was known', async () => {
    number.script.next(
      'phone',
      ...Array(2).fill({ error: { code: 2, message: `Try ${juniper.token} later` }, status: 500 }),
    )
    expect(await here.api('GET', `${at('health')}?fresh=true`)).toMatchObject({
      status: 422,
      body: {
        error: 'WhatsApp API request failed: 500 - 2 Try … later',
        last: { stale: true, platform_type: 'CLOUD_API' },
      },
    })
  })

  it('shows what changed the moment before to whoever asks anew', async () => {
    await here.api('GET', `${at('health')}?fresh=true`)
    number.shows({ quality_rating: 'RED' })
    expect((await here.api('GET', at('health'))).body.quality_rating).not.toBe('RED')
    const before = simulator.calls.length
    const both = await Promise.all([1, 2].map(() => here.api('GET', `${at('health')}?fresh=true`)))
    expect(both.map(({ body }) => body.quality_rating)).toEqual(['RED', 'RED'])
    const looks = simulator.calls.slice(before).filter(({ path }) => path.endsWith(`/${juniper.phoneNumberId}`))
    expect(looks).toHaveLength(2)
  })

  it('that finds a dead key tells the process of the number, once', async () => {
    simulator.meta.revokes(number)
    for (let look = 0; look < 2; look++) expect((await here.api('GET', `${at('health')}?fresh=true`)).status).toBe(422)
    const told = async () => (await outbox()).filter(({ name }) => name === 'sendingTrouble')
    await here.until(async () => (await told()).length > 0)
    expect(await told()).toMatchObject([{ kind: 'tell', detail: { code: 190 } }])
    simulator.tokens.add(juniper.token, { isDead: false })
  })
})

describe('what the process noted', () => {
  const note = (changes: Record<string, unknown> = {}) =>
    here.rows(
      `insert into channel_processes (inbox_id, account_id, progress) values ($1, $2, $3)
       on conflict (inbox_id) do update set progress = excluded.progress`,
      [inboxId, here.accountId, JSON.stringify(progress(changes))],
    )

  it('is shown, the workflow’s own names to administrators alone', async () => {
    await note()
    const { body } = await here.api('GET', at('whatsapp/onboarding'))
    expect(body).toMatchObject({
      state: 'awaiting_provisioning',
      since: '2026-11-20T10:00:00.000Z',
      first_pending_at: '2026-11-20T09:00:00.000Z',
      attempts: [{ by: 'automatic', code: 100, subcode: 2388001, outcome: 'refused', message: 'Invalid parameter' }],
      next_check_at: '2026-11-20T12:00:00.000Z',
      history: [{ from: 'registering', to: 'awaiting_provisioning', why: 'Meta reviews the name.' }],
      workflow_id: `channel-onboarding/inbox/${inboxId}`,
      webhook: 'ours',
    })
    const seen = (await here.api('GET', at('whatsapp/onboarding'), undefined, here.agent.token)).body
    expect(seen).toMatchObject({ state: 'awaiting_provisioning' })
    expect(seen).not.toHaveProperty('workflow_id')
    expect(seen).not.toHaveProperty('temporal_url')
  })

  it('of a number that is watched is that it is live', async () => {
    await note({ kind: 'health', state: 'healthy' })
    expect((await here.api('GET', at('whatsapp/onboarding'))).body.state).toBe('active')
    expect((await here.api('GET', at('health'))).body.onboarding).toEqual({ state: 'active', reason: null })
  })

  it('of 90 days becomes a trend', async () => {
    const facts = {
      number: { quality_rating: 'YELLOW', messaging_limit_tier: 'TIER_1K', name_status: 'APPROVED', status: null },
    }
    await here.rows(
      `insert into channel_snapshots (account_id, inbox_id, at, facts) values ($1, $2, now() - interval '3 days', $3)`,
      [here.accountId, inboxId, JSON.stringify(facts)],
    )
    const { body } = await here.api('GET', at('health/history'))
    expect(body).toMatchObject({
      days: 90,
      points: [{ quality_rating: 'YELLOW', messaging_limit_tier: 'TIER_1K', name_status: 'APPROVED', status: null }],
    })
  })
})
