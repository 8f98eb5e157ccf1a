import type { Route } from '@cordboard/core/http/route.ts'
import { routes } from '@cordboard/core/http/routes.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../support/desk.ts'
import { type Product, startProduct } from '../support/product.ts'

const prefix = '/api/v1/accounts/:account_id'
const ofAccount = routes.filter(({ path }) => path.startsWith(prefix))
const hasRow = ({ path }: Route) => /:(?!account_id|plugin_id)/.test(path) && !path.startsWith(`${prefix}/plugins`)

/** Ids of one account's rows by the resource that a path names. */
type Rows = Record<string, string>

let product: Product
let here: Desk
let there: Desk
let own: Rows
let foreign: Rows
beforeAll(async () => {
  product = await startProduct()
  here = await openDesk(product, 'Here')
  there = await openDesk(product, 'There')
  // Numbers of conversations begin anew in every account: the other one has more of them.
  for (let count = 0; count < 3; count += 1) await there.createConversation()
  own = await rowsOf(here)
  foreign = await rowsOf(there)
})
afterAll(() => product.stop())

async function rowsOf(desk: Desk): Promise<Rows> {
  const inboxId = await desk.createInbox({ members: [desk.agent] })
  const { id, displayId, contactId } = await desk.createConversation({ inboxId })
  const make = async (path: string, body: object) => (await desk.call('POST', path, body)).body.id
  const attribute = {
    attribute_display_name: 'Plan',
    attribute_key: 'plan',
    attribute_model: 0,
    attribute_display_type: 0,
  }
  const event = {
    account_id: desk.account.id,
    inbox_id: inboxId,
    plugin_id: 'channel-test',
    provider_id: 'x',
    body: 'x',
  }
  const [journalled] = await desk.rows<{ id: number }>(
    `insert into inbound_events (${Object.keys(event).join(', ')}, state) values ($1, $2, $3, $4, $5, 3) returning id`,
    Object.values(event),
  )
  const [fact] = await desk.rows<{ id: number }>('select id from events where account_id = $1 limit 1', [
    desk.account.id,
  ])
  const rows = {
    agents: desk.agent.user.id,
    inboxes: inboxId,
    inbox_members: inboxId,
    labels: await make('/labels', { title: 'billing' }),
    teams: await make('/teams', { name: 'sales' }),
    custom_attribute_definitions: await make('/custom_attribute_definitions', attribute),
    contacts: contactId,
    conversations: displayId,
    messages: await desk.createMessage(id),
    inbound_events: journalled?.id,
    deliveries: fact?.id ?? 1,
  }
  return Object.fromEntries(Object.entries(rows).map(([name, value]) => [name, String(value)]))
}

/** The path of a route with the ids that `row` gives for each resource. */
const filled = ({ path }: Route, row: (resource: string) => string | undefined): string =>
  path
    .slice(prefix.length)
    .replace(/\/(\w+)\/:(\w+)/g, (_, resource, name) => `/${resource}/${row(resource) ?? name}`)
    .replace(':plugin_id', 'channel-test')

const namesOf = ({ path }: Route) => [...path.matchAll(/\/(\w+)\/:\w+/g)].map(([, name]) => name as string).slice(1)

describe('another account’s rows', () => {
  it.each(
    ofAccount.filter(hasRow).map((route) => [`${route.method} ${route.path.slice(prefix.length)}`, route] as const),
  )('are not there for %s', async (_, route) => {
    const names = namesOf(route)
    // Each id in turn is a stranger's; those before it are our own.
    for (const [place] of names.entries()) {
      const ids = (resource: string) => (names.indexOf(resource) < place ? own[resource] : foreign[resource])
      const { status } = await here.call(route.method, filled(route, ids), bodyFor(route))
      expect([status, names[place]]).toEqual([404, names[place]])
    }
  })

  it.each([
    ['POST', '/conversations', () => ({ inbox_id: foreign.inboxes, contact_id: own.contacts })],
    ['POST', '/conversations', () => ({ inbox_id: own.inboxes, contact_id: foreign.contacts })],
    ['POST', '/contacts', () => ({ name: 'x', inbox_id: foreign.inboxes })],
    ['POST', '/contacts/:contacts/contact_inboxes', () => ({ inbox_id: foreign.inboxes })],
    ['POST', '/actions/contact_merge', () => ({ base_contact_id: own.contacts, mergee_contact_id: foreign.contacts })],
    ['POST', '/actions/contact_merge', () => ({ base_contact_id: foreign.contacts, mergee_contact_id: own.contacts })],
    ['POST', '/conversations/:conversations/assignments', () => ({ assignee_id: foreign.agents })],
    ['POST', '/conversations/:conversations/assignments', () => ({ team_id: foreign.teams })],
    ['POST', '/conversations/:conversations/participants', () => ({ user_ids: [foreign.agents] })],
    ['POST', '/inbox_members', () => ({ inbox_id: own.inboxes, user_ids: [foreign.agents] })],
    ['POST', '/inbox_members', () => ({ inbox_id: foreign.inboxes, user_ids: [own.agents] })],
    ['POST', '/teams/:teams/team_members', () => ({ user_ids: [foreign.agents] })],
    [
      'POST',
      '/bulk_actions',
      () => ({ type: 'Conversation', ids: [foreign.conversations], fields: { status: 'resolved' } }),
    ],
    [
      'POST',
      '/bulk_actions',
      () => ({ type: 'Conversation', ids: [own.conversations], fields: { assignee_id: foreign.agents } }),
    ],
    ['POST', '/contact_inboxes/filter', () => ({ inbox_id: foreign.inboxes, source_id: 'x' })],
  ] as const)('named in the body of %s %s change nothing there', async (method, path, body) => {
    const before = await snapshot()
    const address = path.replace(/:(\w+)/g, (_, name) => own[name] as string)

    const { status } = await here.call(method, address, body())

    expect(status).toBeLessThan(500)
    await product.core.dispatcher.settle()
    expect(await snapshot()).toEqual(before)
  })

  // What belongs to the other account, and everything of ours that points into it.
  const snapshot = () =>
    there.rows(
      `select (select json_agg(c order by id) from conversations c where account_id = $1) as conversations,
        (select json_agg(c order by id) from contacts c where account_id = $1) as contacts,
        (select count(*) from contact_inboxes l join inboxes i on i.id = l.inbox_id where l.account_id <> i.account_id) as links,
        (select count(*) from conversations c join inboxes i on i.id = c.inbox_id where c.account_id <> i.account_id) as places,
        (select count(*) from inbox_members m where m.account_id = $2 and m.user_id = $3) as members,
        (select count(*) from team_members m where m.account_id = $2 and m.user_id = $3) as team,
        (select count(*) from conversations c where c.account_id = $2 and (c.assignee_id = $3 or c.team_id = $4)) as assigned,
        (select count(*) from conversation_participants p where p.account_id = $2 and p.user_id = $3) as participants`,
      [there.account.id, here.account.id, foreign.agents, foreign.teams],
    )
})

it.each(ofAccount.map((route) => [`${route.method} ${route.path.slice(prefix.length)}`, route] as const))(
  'nobody but a member gets in by %s, and only administrators where it asks for one',
  async (_, route) => {
    const path = filled(route, (resource) => own[resource])

    expect((await here.call(route.method, path, bodyFor(route), there.administrator)).status).toBe(401)
    expect((await here.call(route.method, path, bodyFor(route), { ...here.administrator, token: 'x' })).status).toBe(
      401,
    )
    if (route.administrator) expect((await here.call(route.method, path, bodyFor(route), here.agent)).status).toBe(401)
  },
)

function bodyFor({ method, wrapper, body }: Route): unknown {
  if (method === 'GET') return undefined
  const { properties = {}, required = [] } = (body ?? {}) as {
    properties?: Record<string, Schema>
    required?: string[]
  }
  const content = Object.fromEntries(required.map((name) => [name, sampleOf(properties[name])]))
  return wrapper ? { [wrapper]: { name: 'x', ...content } } : { name: 'x', user_ids: [1], ...content }
}

interface Schema {
  type?: string | string[]
  enum?: unknown[]
}
function sampleOf(schema: Schema | undefined): unknown {
  if (schema?.enum) return schema.enum[0]
  const type = [schema?.type ?? 'string'].flat()[0]
  return { integer: 1, boolean: true, array: [1], object: {} }[type as string] ?? 'x'
}

const propertiesOf = ({ body }: Route) => Object.keys((body as { properties?: object } | undefined)?.properties ?? {})

describe('nonsense', { timeout: 60_000 }, () => {
  const values = [
    null,
    true,
    -1,
    2 ** 53,
    1e308,
    '',
    '\u0000',
    '\ud800',
    'x'.repeat(20_000),
    [],
    [[]],
    [null],
    {},
    { $ne: 1 },
  ]
  const texts = ['', '-1', '1.5', '99999999999999999999', 'NaN', '%00', '%ff', "'--", '../..', 'x'.repeat(4_000)]
  const parameters =
    'page sort q labels status assignee_type inbox_id team_id before after updated_within state limit key'.split(' ')
  const names = [
    ...new Set([...ofAccount.flatMap(propertiesOf), 'attachments', 'user_ids', 'ids', 'fields', 'payload', 'avatar']),
  ]
  const lasting = ofAccount.filter(({ method }) => method !== 'DELETE')
  const titled = (routes: Route[]) =>
    routes.map((route) => [`${route.method} ${route.path.slice(prefix.length)}`, route] as const)
  const pathOf = (route: Route) => filled(route, (resource) => own[resource])
  // What a route reads meets much of the nonsense, and another piece of it at every route.
  const one = <Value>(all: readonly Value[], route: Route, place: number) =>
    all[(lasting.indexOf(route) + place) % all.length] as Value

  it.each(titled(lasting.filter(({ method }) => method === 'GET')))(
    'in the query of %s is no failure',
    async (_, route) => {
      const failed: string[] = []
      for (const [place, name] of parameters.entries())
        for (const text of [one(texts, route, place), one(texts, route, place + 5)])
          for (const form of [`${name}=${text}`, `${name}[]=${text}`, `${name}[a]=${text}`]) {
            const { status } = await here.call('GET', `${pathOf(route)}?${form}`)
            if (status >= 500) failed.push(form.slice(0, 60))
          }
      expect(failed).toEqual([])
    },
  )

  it.each(titled(lasting.filter(({ method }) => method !== 'GET')))(
    'in the body of %s is no failure',
    async (_, route) => {
      const failed: string[] = []
      const send = async (changes: Record<string, unknown>) => {
        const good = bodyFor(route) as Record<string, object>
        const { wrapper } = route
        const body = wrapper ? { [wrapper]: { ...good[wrapper], ...changes } } : { ...good, ...changes }
        const { status } = await here.call(route.method, pathOf(route), body)
        if (status >= 500) failed.push(JSON.stringify(body).slice(0, 120))
      }
      const read = new Set(propertiesOf(route))
      for (const [place, name] of names.entries())
        for (const next of read.has(name) ? [0, 3, 6, 9, 12] : place % 3 === 0 ? [1] : [])
          await send({ [name]: one(values, route, place + next) })
      expect(failed).toEqual([])
    },
  )
})
