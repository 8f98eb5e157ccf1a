import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { juniper } from '../test/support/juniper.ts'
import { type Contract, contractFile, loadContract } from './contract.ts'
import type { SimulatedNumber } from './number.ts'
import { type Simulator, startSimulator } from './simulator.ts'

const here = existsSync(contractFile())
const why = here ? '' : ' (left out: the provider’s description is not at hand, set CORDBOARD_CONTRACTS)'

describe.skipIf(!here)(`the provider’s own description${why}`, () => {
  let contract: Contract
  let simulator: Simulator
  let number: SimulatedNumber
  beforeAll(async () => {
    contract = (await loadContract()) as Contract
    simulator = await startSimulator({})
    number = simulator.addNumber(juniper)
  })
  afterAll(() => simulator.stop())

  const request = (body: object) => ({
    method: 'POST',
    path: [],
    query: new URLSearchParams(),
    token: '',
    contentType: 'application/json',
    bytes: Buffer.from(JSON.stringify(body)),
  })
  const send = (body: object) =>
    contract.checkRequest(
      '/{Version}/{Phone-Number-ID}/messages',
      request({ messaging_product: 'whatsapp', recipient_type: 'individual', to: '1', ...body }),
    )

  it('takes what is right', () => {
    expect(send({ type: 'text', text: { body: 'Hello' } })).toEqual([])
  })

  it.each([
    ['a key that does not exist', { type: 'text', text: { body: 'Hello' }, colour: 'red' }],
    ['a key that does not exist further in', { type: 'text', text: { body: 'Hello', size: 3 } }],
    ['a missing part', { type: 'image' }],
    ['a wrong type', { type: 'text', text: { body: 7 } }],
    ['a file without id or link', { type: 'image', image: { caption: 'x' } }],
  ])('does not take %s', (_, body) => {
    expect(send(body)).not.toEqual([])
  })

  // Its incoming messages point at the schemas of outgoing ones by mistake: only what surrounds them can be checked.
  it('fits the simulator’s webhooks', () => {
    const metadata = { display_phone_number: number.digits, phone_number_id: juniper.phoneNumberId }
    const status = { id: 'wamid.1', status: 'delivered', timestamp: '1790000000', recipient_id: '15550109911' }
    const { contact } = number.customer({ waId: '15550109911', name: 'Ana' })
    expect(
      contract.checkWebhook('StatusMessageValue', { messaging_product: 'whatsapp', metadata, statuses: [status] }),
    ).toEqual([])
    expect(contract.checkWebhook('ContactProfile', contact)).toEqual([])
    expect(contract.checkWebhook('Metadata', metadata)).toEqual([])
    expect(contract.checkWebhook('Metadata', {})).not.toEqual([])
  })
})
