import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type World, world } from '@cordboard/plugin-sdk/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../test/support/until.ts'
import { stories } from './demo/stories.ts'
import { prepareDemo } from './demo.ts'

let folder: string
let demo: Awaited<ReturnType<typeof prepareDemo>>
let here: World

const prepare = () => prepareDemo({ folder, port: 0, coreUrl: 'http://127.0.0.1:9', log: () => {} })
const fill = () => demo.fill({ baseUrl: here.url, apiToken: here.administrator.token, accountId: here.accountId })
const page = () => demo.environment.WHATSAPP_CLOUD_BASE_URL
// biome-ignore lint/suspicious/noExplicitAny: what the page reads
const shown = async (): Promise<any> => (await fetch(`${page()}/chats`)).json()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-demo-'))
  demo = await prepare()
  here = await world({ plugin: join(import.meta.dirname, '..'), environment: demo.environment })
})
afterAll(async () => {
  await demo?.stop()
  await here?.stop()
  await rm(folder, { recursive: true, force: true })
})

it('fills an account with lifelike conversations, once', async () => {
  await fill()
  await fill()
  await here.settle()
  const conversations = await here.conversations()
  expect(conversations.map(({ meta }) => meta.sender.name).sort()).toEqual(stories.map(({ name }) => name).sort())
  const tom = conversations.find(({ meta }) => meta.sender.name === 'Tom Baker')
  expect(tom).toMatchObject({ priority: 'urgent', labels: ['warranty'], meta: { assignee: { name: 'Mia Berg' } } })
  expect((await here.messages(tom.id)).some(({ status }) => status === 'failed')).toBe(true)
})

it('plays the customer on a page', async () => {
  expect(await (await fetch(`${page()}/`)).text()).toContain('<title>WhatsApp customers</title>')
  const ana = '15550109911'
  await fetch(`${page()}/messages`, {
    method: 'POST',
    body: JSON.stringify({ waId: ana, text: 'Are you still there?' }),
  })
  await until(async () =>
    (await here.conversations()).some(({ messages }) =>
      messages.some(({ content }: { content: string }) => content === 'Are you still there?'),
    ),
  )
  const { chats } = await shown()
  expect(chats[ana].at(-1)).toMatchObject({ from: 'customer', text: 'Are you still there?' })

  const conversation = (await here.conversations()).find(({ meta }) => meta.sender.name === 'Ana Ruiz')
  const reply = await here.replies(conversation.id, 'Of course')
  const statusOf = async () => (await here.messages(conversation.id)).find(({ id }) => id === reply.id).status
  await until(async () => (await statusOf()) === 'delivered')
  await fetch(`${page()}/seen`, { method: 'POST', body: JSON.stringify({ waId: ana }) })
  await until(async () => (await statusOf()) === 'read')
})

it('brings a new number by sign-up, for which Meta can decide on a page of its own', async () => {
  const end = await (await fetch(`${page()}/signup`)).text()
  const code = /"code":"(AQ[^"]+)"/.exec(end)?.[1]
  const ids = /waba_id\\":\\"(\d+)/.exec(end)
  const answer = await here.api('POST', '/whatsapp/authorization', { code, business_id: '1', waba_id: ids?.[1] })
  expect(answer).toMatchObject({ status: 200, body: { name: 'Juniper Repairs WhatsApp' } })
  // biome-ignore lint/suspicious/noExplicitAny: what the page reads
  const numbers = async (): Promise<any[]> => (await fetch(`${page()}/meta/numbers`)).json() as Promise<any[]>
  const repairs = async () => (await numbers()).find(({ name }) => name === 'Juniper Repairs')
  expect(await repairs()).toMatchObject({ name_status: 'PENDING_REVIEW', platform_type: 'NOT_APPLICABLE' })
  const { id } = await repairs()
  const decide = (action: string) =>
    fetch(`${page()}/meta/decisions`, { method: 'POST', body: JSON.stringify({ id, action }) })
  await decide('approve')
  await decide('revoke')
  expect((await decide('explode')).status).toBe(404)
  expect(await repairs()).toMatchObject({ name_status: 'APPROVED', isRevoked: true })
  expect(await (await fetch(`${page()}/meta`)).text()).toContain('Meta’s side')
})

it('remembers what was said after a restart', async () => {
  await demo.stop()
  demo = await prepare()
  const { chats, customers } = await shown()
  expect(customers).toHaveLength(stories.length)
  const photo = chats[553198765432].find(({ file }: { file?: { id: string } }) => file)
  expect((await fetch(`${page()}/files/${photo.file.id}`)).headers.get('content-type')).toBe('image/png')
  const numbers = (await (await fetch(`${page()}/meta/numbers`)).json()) as { name: string }[]
  expect(numbers).toMatchObject([
    { name: 'Juniper Bikes', isRevoked: false },
    { name: 'Juniper Repairs', name_status: 'APPROVED', isRevoked: true },
  ])
})
