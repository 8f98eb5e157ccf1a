import { join } from 'node:path'
import { type World, world } from '@cordboard/plugin-sdk/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type NumberProfile, pendingHealth, type SimulatedNumber } from '../simulator/number.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { juniper } from './support/juniper.ts'
import { until } from './support/until.ts'

const app = { id: '1234567890123456', secret: 'app-secret-0123456789abcdef' }
const portfolio = '2729063490586005'
const path = '/whatsapp/authorization'

let simulator: Simulator
let here: World
let count = 0

beforeAll(async () => {
  simulator = await startSimulator({ app })
  here = await world({
    plugin: join(import.meta.dirname, '..'),
    environment: {
      WHATSAPP_CLOUD_BASE_URL: simulator.url,
      WHATSAPP_APP_ID: app.id,
      WHATSAPP_APP_SECRET: app.secret,
      WHATSAPP_CONFIGURATION_ID: '987654321098765',
      WHATSAPP_SIGNUP_EXTRAS: '{"version":"v4"}',
      WHATSAPP_SDK_URL: `${simulator.url}/sdk.js`,
    },
  })
  simulator.coreUrl = here.url
})
afterAll(async () => {
  await here?.stop()
  await simulator?.stop()
})

/** A number that nobody connected, on an account of its own or on another's. */
function newNumber(profile: Partial<NumberProfile> = {}): SimulatedNumber {
  count++
  return simulator.addNumber({
    ...juniper,
    phoneNumberId: `10654035224${1000 + count}`,
    businessAccountId: `10229012934${1000 + count}`,
    displayPhoneNumber: `+1 555-010-${1000 + count}`,
    verifiedName: `Juniper ${count}`,
    token: `EAAbyhand${1000 + count}`,
    ...profile,
  })
}

const handed = ({ profile }: SimulatedNumber, more: Record<string, unknown> = {}) => ({
  code: simulator.signup.code(profile.businessAccountId),
  business_id: portfolio,
  waba_id: profile.businessAccountId,
  phone_number_id: profile.phoneNumberId,
  ...more,
})
const phoneOf = ({ digits }: SimulatedNumber) => `+${digits}`
const signUp = (body: Record<string, unknown>, token?: string) => here.api('POST', path, body, token)
const channelRow = async (phone: string) =>
  (
    await here.rows<{ settings: Record<string, unknown> }>('select settings from channels where identity = $1', [phone])
  )[0]
const connected = async (): Promise<number> =>
  (await here.rows<{ count: number }>('select count(*)::int as count from channels'))[0]?.count ?? 0

let before: number
beforeEach(async () => {
  before = await connected()
})

describe('what the browser gets', () => {
  it('is the app and never its secret, for administrators', async () => {
    const answer = await here.api('GET', path)
    expect(answer).toMatchObject({
      status: 200,
      body: {
        enabled: true,
        app_id: app.id,
        configuration_id: '987654321098765',
        api_version: 'v24.0',
        extras: { version: 'v4' },
        sdk_url: `${simulator.url}/sdk.js`,
      },
    })
    expect(JSON.stringify(answer.body)).not.toContain(app.secret)
    expect((await here.api('GET', path, undefined, here.agent.token)).status).toBe(401)
  })
})

describe('signing up', () => {
  it('connects the number, seals the token and begins its process', async () => {
    const number = newNumber({ health: pendingHealth })
    const answer = await signUp(handed(number))
    const name = `${number.profile.verifiedName} WhatsApp`
    expect(answer).toMatchObject({ status: 200, body: { success: true, name, channel_type: 'whatsapp' } })
    const inbox = (await here.api('GET', `/inboxes/${answer.body.id}`)).body
    expect(inbox).toMatchObject({
      name,
      phone_number: phoneOf(number),
      reauthorization_required: false,
      business_portfolio_id: portfolio,
      has_pin: false,
      provider_config: { source: 'embedded_signup', business_account_id: number.profile.businessAccountId },
    })
    expect(await channelRow(phoneOf(number))).toMatchObject({ settings: { token_expires_at: null } })
    expect(
      await here.rows('select kind, because from process_outbox where inbox_id = $1', [answer.body.id]),
    ).toMatchObject([{ kind: 'start', because: 'created' }])
    expect(simulator.takeProblems()).toEqual([])
  })

  it('is for administrators', async () => {
    expect((await signUp(handed(newNumber()), here.agent.token)).status).toBe(401)
    expect(await connected()).toBe(before)
  })

  it.each([
    [{}, 'Required parameters are missing: code, business_id, waba_id'],
    [{ business_id: '1' }, 'Required parameters are missing: code, waba_id'],
    [{ code: 'x', business_id: '1', waba_id: '../oauth' }, 'Not as Meta gives them: waba_id'],
    [
      { code: 'x', business_id: '1', waba_id: '2', phone_number_id: '3/register' },
      'Not as Meta gives them: phone_number_id',
    ],
    [
      { code: 'x', business_id: '1', waba_id: '2' },
      'Token exchange failed: 100: This authorization code has been used.',
    ],
  ])('needs what Meta hands out: %o', async (body, error) => {
    expect(await signUp(body)).toMatchObject({ status: 422, body: { success: false, error } })
  })

  it('takes a code once', async () => {
    const body = handed(newNumber())
    expect((await signUp(body)).status).toBe(200)
    expect(await signUp(body)).toMatchObject({
      status: 422,
      body: { error: expect.stringMatching(/^Token exchange failed/) },
    })
  })

  it.each([
    [
      'without a token in the answer',
      {},
      () => simulator.script.next('oauth', { body: '{}', status: 200 }),
      'No access token in response',
    ],
    [
      'of a number that is not there',
      { waba_id: '404', phone_number_id: '1' },
      () => {},
      /^The numbers of WABA 404 could not be read/,
    ],
    ['with a token that lacks the scope', { token: { scopes: ['email'] } }, () => {}, 'No WABA scope found in token'],
    ['with a token of another app', { token: { appId: '1' } }, () => {}, 'The token belongs to another Meta app'],
    [
      'with a token nobody can check',
      {},
      () => simulator.script.next('debugToken', { error: { code: 2, message: 'later' }, status: 500 }),
      /^The token could not be checked/,
    ],
  ] as const)('%s keeps nothing', async (_, { token = {}, ...more }: Record<string, unknown>, prepare, error) => {
    const number = newNumber()
    const code = simulator.signup.code(number.profile.businessAccountId, token as object)
    prepare()
    expect(await signUp(handed(number, { code, ...more }))).toMatchObject({
      status: 422,
      body: { success: false, error: typeof error === 'string' ? error : expect.stringMatching(error) },
    })
    expect(await connected()).toBe(before)
  })

  it('with a token for another account says for which it is', async () => {
    const number = newNumber()
    const code = simulator.signup.code('55501', { accounts: ['55501', number.profile.businessAccountId] })
    simulator.script.next('debugToken', {
      status: 200,
      body: JSON.stringify({
        data: {
          app_id: app.id,
          is_valid: true,
          expires_at: 0,
          scopes: ['whatsapp_business_management'],
          granular_scopes: [{ scope: 'whatsapp_business_management', target_ids: ['55501'] }],
        },
      }),
    })
    const { businessAccountId } = number.profile
    expect((await signUp(handed(number, { code }))).body.error).toBe(
      `Token does not have access to WABA ${businessAccountId}. Authorized WABAs: [55501]`,
    )
  })

  it('with a token for all accounts asks the account itself', async () => {
    const number = newNumber()
    const code = () => simulator.signup.code('', { accounts: undefined })
    simulator
      .account(number.profile.businessAccountId)
      .script.next('account', { error: { code: 10, message: 'no' }, status: 403 })
    expect((await signUp(handed(number, { code: code() }))).body.error).toMatch(/^Token does not have access to WABA/)
    expect((await signUp(handed(number, { code: code() }))).status).toBe(200)
  })

  it('refuses a number that is connected', async () => {
    const number = newNumber()
    expect((await signUp(handed(number))).status).toBe(200)
    expect(await signUp(handed(number))).toMatchObject({
      status: 422,
      body: { success: false, error: `Channel already exists: ${phoneOf(number)}` },
    })
  })

  it('twice at once connects once', async () => {
    const number = newNumber()
    const statuses = (await Promise.all([signUp(handed(number)), signUp(handed(number))])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 422])
  })

  it('without saying which number takes the account’s next free one', async () => {
    const first = newNumber()
    const second = newNumber({ businessAccountId: first.profile.businessAccountId })
    for (const number of [first, second]) {
      const answer = await signUp({ ...handed(first), phone_number_id: undefined })
      expect((await here.api('GET', `/inboxes/${answer.body.id}`)).body.phone_number).toBe(phoneOf(number))
    }
  })

  it('of an account without a number waits for one', async () => {
    simulator.account('77700')
    const code = simulator.signup.code('77700')
    const answer = await signUp({ code, business_id: portfolio, waba_id: '77700' })
    expect(answer).toMatchObject({ status: 200, body: { name: 'WhatsApp' } })
    const inbox = (await here.api('GET', `/inboxes/${answer.body.id}`)).body
    expect(inbox).toMatchObject({ phone_number: null, callback_webhook_url: `${here.url}/webhooks/whatsapp` })
    expect((await here.api('GET', `/inboxes/${answer.body.id}/health`)).status).toBe(422)
    const given = {
      code: simulator.signup.code('77700'),
      business_id: portfolio,
      waba_id: '77700',
      phone_number_id: '1',
    }
    expect((await signUp(given)).body.error).toBe('No phone numbers found for WABA 77700')
  })
})

describe('connecting again', () => {
  async function byHand(number: SimulatedNumber): Promise<number> {
    const { profile } = number
    const inbox = await here.inbox({
      type: 'whatsapp',
      phone_number: phoneOf(number),
      provider: 'whatsapp_cloud',
      provider_config: {
        api_key: profile.token,
        phone_number_id: profile.phoneNumberId,
        business_account_id: profile.businessAccountId,
        app_secret: 'of-another-app',
      },
    })
    return inbox.id
  }
  const news = (inboxId: number) =>
    here.rows<{ name: string; because: string | null }>(
      `select name, because from process_outbox where inbox_id = $1 and kind = 'tell' order by id`,
      [inboxId],
    )

  it('gives a number that was set up by hand a token of sign-up, and its process hears of it', async () => {
    const number = newNumber()
    const inboxId = await byHand(number)
    const answer = await signUp(handed(number, { inbox_id: inboxId }))
    expect(answer).toMatchObject({
      status: 200,
      body: {
        success: true,
        id: inboxId,
        name: number.profile.verifiedName,
        channel_type: 'whatsapp',
        message: 'Channel reauthorized successfully',
      },
    })
    const { provider_config: config } = (await here.api('GET', `/inboxes/${inboxId}`)).body
    expect(config).toMatchObject({ source: 'embedded_signup' })
    expect(config).not.toHaveProperty('app_secret')
    expect(await news(inboxId)).toEqual([{ name: 'tokenRefreshed', because: 'reauthorized' }])
  })

  it('takes the flag away', async () => {
    const number = newNumber()
    const { body } = await signUp(handed(number))
    await here.rows(
      `update channels set settings = settings || '{"reauthorization_required": true}' where identity = $1`,
      [phoneOf(number)],
    )
    expect((await signUp(handed(number, { inbox_id: body.id }))).status).toBe(200)
    expect((await here.api('GET', `/inboxes/${body.id}`)).body.reauthorization_required).toBe(false)
  })

  it('as another number is refused and changes nothing', async () => {
    const number = newNumber()
    const other = newNumber()
    const { body } = await signUp(handed(number))
    const answer = await signUp(handed(other, { inbox_id: body.id }))
    expect(answer.body.error).toBe(`Phone number mismatch. Expected ${phoneOf(number)}, got ${phoneOf(other)}`)
    expect((await channelRow(phoneOf(number)))?.settings.business_account_id).toBe(number.profile.businessAccountId)
    expect(await news(body.id)).toEqual([])
  })

  it('of an inbox that is not there is 404', async () => {
    for (const inbox_id of [999_999, 'x', {}])
      expect((await signUp(handed(newNumber(), { inbox_id }))).status).toBe(404)
  })

  it('by hand, with a new key, is told to the process as well', async () => {
    const number = newNumber()
    const inboxId = await byHand(number)
    simulator.tokens.add('EAAanotherkey0001', { accounts: [number.profile.businessAccountId] })
    const change = { channel: { provider_config: { api_key: 'EAAanotherkey0001' } } }
    expect((await here.api('PATCH', `/inboxes/${inboxId}`, change)).status).toBe(200)
    await until(async () => (await news(inboxId)).length === 1)
    expect(await news(inboxId)).toEqual([{ name: 'tokenRefreshed', because: 'reauthorized' }])
  })
})

describe('an inbox that goes', () => {
  it('takes back what sign-up subscribed, unless a sibling needs it', async () => {
    const first = newNumber()
    const second = newNumber({ businessAccountId: first.profile.businessAccountId })
    const ids = [(await signUp(handed(first))).body.id, (await signUp(handed(second))).body.id]
    const { subscriptions } = simulator.account(first.profile.businessAccountId)
    subscriptions.push({ appId: app.id, appName: 'Cordboard', overrideUrl: undefined })
    await here.api('DELETE', `/inboxes/${ids[0]}`)
    expect(subscriptions).toHaveLength(1)
    await here.api('DELETE', `/inboxes/${ids[1]}`)
    await until(() => subscriptions.length === 0)
    const cancelled = await here.rows(`select 1 from process_outbox where name = 'cancel' and inbox_id = any($1)`, [
      ids,
    ])
    expect(cancelled).toHaveLength(2)
  })
})

describe('without an app', () => {
  it('nobody can sign up, and the browser learns so', async () => {
    const bare = await world({
      plugin: join(import.meta.dirname, '..'),
      environment: { WHATSAPP_CLOUD_BASE_URL: simulator.url, WHATSAPP_APP_ID: 'none' },
    })
    try {
      expect((await bare.api('GET', path)).body).toEqual({ enabled: false })
      expect(await bare.api('POST', path, { code: 'x', business_id: '1', waba_id: '2' })).toMatchObject({
        status: 422,
        body: { success: false, error: expect.stringContaining('WHATSAPP_APP_ID') },
      })
    } finally {
      await bare.stop()
    }
  })
})
