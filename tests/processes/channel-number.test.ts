import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type FakeProvider, startFakeProvider } from '../../plugin-sdk/examples/channel-number/test/fake-provider.ts'
import { findSecrets } from '../../workflows/test/support/find-secrets.ts'
import { accountPath, createAccountWithAdministrator } from '../support/people.ts'
import { processConfiguration, type RunningProcesses, runProcesses } from '../support/processes.ts'
import { type Product, startProduct } from '../support/product.ts'

/** The example of the SDK in a whole Cordboard: from the form of an inbox to a number that is active. */
const plugin = join(import.meta.dirname, '../../plugin-sdk/examples/channel-number')

let provider: FakeProvider
let product: Product
let processes: RunningProcesses
let base: string
let token: string

beforeAll(async () => {
  provider = await startFakeProvider()
  product = await startProduct({
    pluginsDirectory: '',
    pluginFolders: [plugin],
    environment: { NUMBER_BASE_URL: provider.url },
    ...(await processConfiguration({})),
  })
  processes = await runProcesses(product)
  const person = await createAccountWithAdministrator(product)
  token = person.token
  base = `${product.url}${accountPath(person.account)}`
})
afterAll(async () => {
  await processes?.end()
  await product?.stop()
  await provider?.[Symbol.asyncDispose]()
})

async function post(path: string, body: unknown) {
  const headers = { api_access_token: token, 'content-type': 'application/json' }
  const response = await fetch(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as { id: number } }
}

const told = (body: string, key = provider.key) =>
  fetch(`${product.url}/webhooks/number/n1`, {
    method: 'POST',
    headers: { 'x-signature': createHmac('sha256', key).update(body).digest('hex') },
    body,
  })

const status = async (inboxId: number) =>
  processes.client.workflow.getHandle(`channel-onboarding/inbox/${inboxId}`).query<{ state: string }>('status')

it('refuses a key that the provider does not know', async () => {
  const { status: code } = await post('/inboxes', {
    name: 'Shop',
    channel: { type: 'Channel::Number', number_id: 'n1', api_key: 'wrong' },
  })
  expect(code).toBe(422)
})

it('goes live by itself when the provider tells that the proof is approved; forged news change nothing', async () => {
  const channel = { type: 'Channel::Number', number_id: 'n1', api_key: provider.key }
  const { status: code, body } = await post('/inboxes', { name: 'Shop', channel })
  expect([code, body]).toMatchObject([200, { number: '+15550104477' }])
  await vi.waitFor(async () => expect((await status(body.id)).state).toBe('address_proof_in_review'), {
    timeout: 20_000,
  })
  provider.proof = 'approved'
  const news = JSON.stringify({ event: 'proof', id: 'e1', decision: 'approved' })
  expect((await told(news, 'forged')).status).toBe(401)
  expect((await told(news)).status).toBe(200)
  expect(await processes.client.workflow.getHandle(`channel-onboarding/inbox/${body.id}`).result()).toEqual({
    state: 'active',
  })
  expect(provider.activations).toBe(1)
  const history = await processes.client.workflow.getHandle(`channel-onboarding/inbox/${body.id}`).fetchHistory()
  expect(findSecrets(history, [provider.key])).toEqual([])
})
