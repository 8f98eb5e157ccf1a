import { afterAll, beforeAll, expect, it } from 'vitest'
import { callerWithToken } from '../../../tests/support/api.ts'
import { accountPath, createAccountWithAdministrator, createAgent } from '../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'

// Far more than the pool has connections: were a second one taken while the first is held, all would wait for each other.
const crowd = 64

let product: Product
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())

async function busyAccount() {
  const { account, administrator, token } = await createAccountWithAdministrator(product)
  const path = accountPath(account)
  const call = callerWithToken(product, token)
  const { user: agent, token: agentToken } = await createAgent(product, account)
  const channel = { type: 'test', address: `crowd-${account.id}`, secret: 'hidden-secret' }
  const inbox = (await call('POST', `${path}/inboxes`, { name: 'Shop', channel })).body
  const team = (await call('POST', `${path}/teams`, { name: 'night' })).body
  return { account, administrator, agent, inbox, team, path, call, callAsAgent: callerWithToken(product, agentToken) }
}

type Busy = Awaited<ReturnType<typeof busyAccount>>
type Mutation = (busy: Busy, index: number) => ReturnType<Busy['call']>

const mutations: [string, Mutation][] = [
  ['agents', ({ call, path, agent }) => call('PATCH', `${path}/agents/${agent.id}`, { availability: 'busy' })],
  [
    'new agents',
    ({ call, path, account }, n) =>
      call('POST', `${path}/agents`, { email: `new-${n}-${account.id}@crowd.test`, name: 'New' }),
  ],
  [
    'members of inboxes',
    ({ call, path, inbox, agent }) =>
      call('PATCH', `${path}/inbox_members`, { inbox_id: inbox.id, user_ids: [agent.id] }),
  ],
  [
    'members of teams',
    ({ call, path, team, agent }) => call('PATCH', `${path}/teams/${team.id}/team_members`, { user_ids: [agent.id] }),
  ],
  [
    'profiles',
    ({ callAsAgent, account }) =>
      callAsAgent('POST', '/api/v1/profile/availability', {
        profile: { account_id: account.id, availability: 'online' },
      }),
  ],
  ['names of people', ({ call }) => call('PUT', '/api/v1/profile', { profile: { display_name: 'Ada' } })],
  ['inboxes', ({ call, path, inbox }) => call('PATCH', `${path}/inboxes/${inbox.id}`, { name: 'Shop' })],
  ['contacts', ({ call, path }, n) => call('POST', `${path}/contacts`, { name: `Contact ${n}` })],
  ['labels', ({ call, path }, n) => call('POST', `${path}/labels`, { title: `label-${n}` })],
]

it('answers a crowd that changes things of every kind at once', async () => {
  const busy = await busyAccount()

  const answers = await Promise.all(
    Array.from({ length: crowd }, async (_, index) => {
      const [name, mutate] = mutations[index % mutations.length] as [string, Mutation]
      return { name, status: (await mutate(busy, index)).status }
    }),
  )

  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
})

it.each(mutations)('answers a crowd that changes %s', async (_, mutate) => {
  const busy = await busyAccount()

  const answers = await Promise.all(Array.from({ length: crowd }, (_, index) => mutate(busy, index)))

  expect(answers.map(({ status }) => status)).toEqual(Array(crowd).fill(200))
})

it('shows what the transaction left', async () => {
  const { call, path, agent, inbox } = await busyAccount()

  const changed = await call('PATCH', `${path}/agents/${agent.id}`, { availability: 'busy', auto_offline: false })
  const added = await call('POST', `${path}/inbox_members`, { inbox_id: inbox.id, user_ids: [agent.id] })

  expect(changed.body).toMatchObject({ id: agent.id, availability_status: 'busy' })
  expect(added.body.payload).toMatchObject([{ id: agent.id, availability_status: 'busy' }])
})
