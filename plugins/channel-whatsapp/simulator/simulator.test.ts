import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isSigned } from '../server/signature.ts'
import { juniper } from '../test/support/juniper.ts'
import { until } from '../test/support/until.ts'
import { read } from './graph-server.ts'
import type { SimulatedNumber } from './number.ts'
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
