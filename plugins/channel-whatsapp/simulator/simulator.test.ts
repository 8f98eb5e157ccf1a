import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isSigned } from '../server/signature.ts'
import { juniper } from '../test/support/juniper.ts'
import { until } from '../test/support/until.ts'
import { read } from './graph-server.ts'
import { pendingHealth, type SimulatedNumber } from './number.ts'
import { type Simulator, startSimulator } from './simulator.ts'

let simulator: Simulator
let number: SimulatedNumber
let core: Server
let got: { body: string; isSigned: boolean }[]
let answers: number[]

beforeAll(async () => {
  core = createServer(async (request, response) => {
    const bytes = await read(request)
    got.push({
      body: bytes.toString(),
      isSigned: isSigned('secret', bytes, String(request.headers['x-hub-signature-256'])),
    })
    response.writeHead(answers.shift() ?? 200).end()
  })
  await new Promise<void>((resolve) => core.listen(0, '127.0.0.1', resolve))
  simulator = await startSimulator({
    appSecret: 'secret',
    coreUrl: `http://127.0.0.1:${(core.address() as AddressInfo).port}`,
  })
  number = simulator.addNumber(juniper)
})
afterAll(async () => {
  await simulator.stop()
  core.close()
})
beforeEach(() => {
  got = []
  answers = []
  Object.assign(number.webhooks, { delay: 0, copies: 1, reorder: false, hold: false })
})

const texts = () => got.map(({ body }) => JSON.parse(body).entry[0].changes[0].value.messages?.[0].text.body)
const ana = () => number.customer({ waId: '15550109911', name: 'Añä' })

describe('webhooks of the simulator', () => {
  it('are signed over bytes that are escaped as the provider does it', async () => {
    expect(await ana().writes('¿Está https://a.example listo? 🚲').answer).toBe(200)
    expect(got[0]).toMatchObject({ isSigned: true, body: expect.stringMatching(/^[\x20-\x7e]*$/) })
    expect(got[0]?.body).toContain('https:\\/\\/a.example')
    expect(texts()).toEqual(['¿Está https://a.example listo? 🚲'])
  })

  it('come twice, late, or in another order when told so', async () => {
    Object.assign(number.webhooks, { copies: 2, delay: 5, hold: true, reorder: true })
    const first = ana().writes('first')
    const second = ana().writes('second')
    number.release()
    await Promise.all([first.answer, second.answer])
    expect(texts()).toEqual(['second', 'second', 'first', 'first'])
  })

  it('come again until they are taken, and not after a refusal', async () => {
    answers = [503, 500, 200, 401]
    expect(await ana().writes('again').answer).toBe(200)
    expect(got).toHaveLength(3)
    expect(await ana().writes('refused').answer).toBe(401)
  })
})

describe('the simulated Graph API', () => {
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${simulator.url}/v24.0/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${juniper.token}`, 'content-type': 'application/json' },
    })
  const message = JSON.stringify({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '15550109911',
    type: 'text',
    text: { body: 'Hi' },
  })

  it('takes a message and lets its statuses follow', async () => {
    expect((await call(`${juniper.phoneNumberId}/messages`, { method: 'POST', body: message })).status).toBe(200)
    await until(() => got.length === 2)
    expect(got.map(({ body }) => JSON.parse(body).entry[0].changes[0].value.statuses[0].status)).toEqual([
      'sent',
      'delivered',
    ])
    expect(simulator.takeProblems()).toEqual([])
  })

  it('refuses other tokens and unknown ids in the provider’s words', async () => {
    const stranger = await fetch(`${simulator.url}/v24.0/${juniper.phoneNumberId}`, {
      headers: { authorization: 'Bearer x' },
    })
    expect(stranger.status).toBe(401)
    expect(await stranger.json()).toMatchObject({ error: { code: 190 } })
    expect(await (await call('999')).json()).toMatchObject({ error: { code: 100, error_subcode: 33 } })
  })

  it('follows its script: delays, refusals and lost answers, one call each', async () => {
    const send = () => call(`${juniper.phoneNumberId}/messages`, { method: 'POST', body: message })
    number.statuses.sent = number.statuses.delivered = null
    number.script.next(
      'messages',
      { error: { code: 131026, message: 'Message undeliverable' } },
      { drop: 'after' },
      { drop: 'before' },
    )
    const before = number.sent.length
    expect((await send()).status).toBe(400)
    await expect(send()).rejects.toThrow()
    expect(number.sent).toHaveLength(before + 1)
    await expect(send()).rejects.toThrow()
    expect(number.sent).toHaveLength(before + 1)
    expect((await send()).status).toBe(200)
  })
})

describe('the simulated life of a number', () => {
  let phone: SimulatedNumber
  const app = { id: '1234567890', secret: 'app-secret' }
  const call = (method: string, path: string, body?: object, token = phone.profile.token) =>
    fetch(`${world.url}/v24.0/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).then(async (response) => ({ status: response.status, body: (await response.json()) as Record<string, unknown> }))
  const register = (pin: string) =>
    call('POST', `${phone.profile.phoneNumberId}/register`, { messaging_product: 'whatsapp', pin })
  const codeOf = async (answer: Promise<{ body: Record<string, unknown> }>) => {
    const { error } = (await answer).body as { error?: { code: number; error_subcode?: number } }
    return error && [error.code, error.error_subcode].filter((one) => one !== undefined).join('/')
  }
  let world: Simulator

  beforeEach(async () => {
    world = await startSimulator({ app, coreUrl: simulator.coreUrl as string })
    phone = world.addNumber({ ...juniper, health: { ...pendingHealth } })
    return () => {
      expect(world.takeProblems()).toEqual([])
      return world.stop()
    }
  })

  it('waits for its name, then registers with the first PIN, and no other', async () => {
    expect(await codeOf(register('111111'))).toBe('100/2388001')
    phone.shows({ name_status: 'APPROVED' })
    expect((await register('111111')).status).toBe(200)
    expect((await call('GET', phone.profile.phoneNumberId)).body).toMatchObject({
      platform_type: 'CLOUD_API',
      status: 'CONNECTED',
    })
    expect(await codeOf(register('222222'))).toBe('133005')
    phone.shows({ code_verification_status: 'NOT_VERIFIED' })
    expect(await codeOf(register('111111'))).toBe('133006')
    world.takeProblems()
  })

  it('is locked at the eleventh call, for a time that tests may shorten', async () => {
    phone.registration.manners.pace = 72 * 3600 * 5
    for (let count = 0; count < 10; count++) await register('111111')
    expect(await codeOf(register('111111'))).toBe('133016')
    await until(async () => (await codeOf(register('111111'))) !== '133016', 5_000)
  })

  it('shows one change after another when told so', async () => {
    phone.showsNext({ quality_rating: 'GREEN' }, { quality_rating: 'YELLOW' })
    const rating = async () =>
      (await call('GET', `${phone.profile.phoneNumberId}?fields=quality_rating,platform_type`)).body.quality_rating
    expect([await rating(), await rating(), await rating()]).toEqual(['GREEN', 'YELLOW', 'YELLOW'])
  })

  it('tells the app’s own address what Meta decided', async () => {
    expect(await world.meta.approvesName(phone)).toBe(200)
    expect(await world.meta.rates(phone, 'YELLOW')).toBe(200)
    expect(got.map(({ body }) => JSON.parse(body).entry[0].changes[0])).toMatchObject([
      { field: 'phone_number_name_update', value: { decision: 'APPROVED', display_phone_number: '15550104477' } },
      { field: 'phone_number_quality_update', value: { event: 'FLAGGED' } },
    ])
    expect(phone.node).toMatchObject({ name_status: 'APPROVED', quality_rating: 'YELLOW' })
  })

  it('hands out codes that are good once, and tokens that can be asked about and die', async () => {
    const { code } = world.signup.outcomeOf(phone)
    const exchange = () =>
      call('GET', `oauth/access_token?client_id=${app.id}&client_secret=${app.secret}&code=${code}`, undefined, '')
    const token = String((await exchange()).body.access_token)
    expect(await codeOf(exchange())).toBe('100/36009')
    const debug = async () =>
      (await call('GET', `debug_token?input_token=${token}`, undefined, `${app.id}|${app.secret}`)).body
    expect(await debug()).toMatchObject({ data: { app_id: app.id, is_valid: true, expires_at: 0 } })
    expect((await call('GET', `${juniper.businessAccountId}/phone_numbers`, undefined, token)).body).toMatchObject({
      data: [{ id: juniper.phoneNumberId }],
    })
    world.meta.revokes(phone)
    expect(await debug()).toMatchObject({ data: { is_valid: false } })
    expect(await codeOf(call('GET', juniper.phoneNumberId, undefined, token))).toBe('190/460')
  })

  it('refuses an address that does not answer its challenge', async () => {
    const override_callback_uri = 'http://127.0.0.1:9/hook'
    const path = `${juniper.businessAccountId}/subscribed_apps`
    expect(await codeOf(call('POST', path, { override_callback_uri, verify_token: 'x' }))).toBe('2200')
    expect((await call('GET', path)).body).toEqual({ data: [] })
    expect((await call('POST', path, {})).status).toBe(200)
    expect((await call('GET', path)).body).toMatchObject({
      data: [{ whatsapp_business_api_data: { name: 'Cordboard' } }],
    })
    expect((await call('DELETE', path)).status).toBe(200)
    expect((await call('GET', path)).body).toEqual({ data: [] })
  })

  it('stands in for Meta’s script and its window', async () => {
    expect(await (await fetch(`${world.url}/sdk.js`)).text()).toContain('window.FB')
    world.signup.finishes(phone)
    world.signup.cancels()
    const windows = [await fetch(`${world.url}/signup`), await fetch(`${world.url}/signup`)]
    const [done, cancelled] = await Promise.all(windows.map((window) => window.text()))
    expect(done).toMatch(/FINISH.*SIMULATED_LOGIN","code":"AQ/s)
    expect(cancelled).toMatch(/CANCEL.*"code":null/s)
  })
})
