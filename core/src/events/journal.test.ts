import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../tests/support/desk.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import { type Provider, provider, written } from '../../../tests/support/provider.ts'
import { pruneJournal } from './holding.ts'

let product: Product
let desk: Desk
let shop: Provider
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())
beforeEach(async () => {
  desk = await openDesk(product)
  shop = provider(desk, await desk.createInbox())
})

const stored = async () =>
  (
    await desk.rows<{ source_id: string }>('select source_id from messages where account_id = $1 order by id', [
      desk.account.id,
    ])
  ).map(({ source_id }) => source_id)
const entries = () =>
  desk.rows<{ id: number; state: number; error: string | null }>(
    'select id, state, error from inbound_events where account_id = $1 order by id',
    [desk.account.id],
  )
const switchPlugin = (on: boolean) => desk.call('POST', `/plugins/channel-test/${on ? 'enable' : 'disable'}`, {})

describe('a payload', () => {
  it('is on disk when the provider is answered, and is kept once', async () => {
    await Promise.all([shop.deliver('p1', []), shop.deliver('p1', []), shop.deliver('p2', [])])

    expect(await entries()).toHaveLength(2)
  })

  it('is refused alone when it names an account that is not there', async () => {
    const wrong = product.core.journal.receive('channel-test', [
      { accountId: 999_999, inboxId: 1, providerId: 'x', body: Buffer.from('[]') },
    ])
    const right = shop.deliver('p1', [written('m1', 'c')])

    await expect(wrong).rejects.toThrow()
    await right
    await shop.settle()
    expect(await stored()).toEqual(['m1'])
  })

  it('keeps its place when thousands arrive at once', async () => {
    const ids = Array.from({ length: 3_000 }, (_, n) => `m${n}`)
    await Promise.all(ids.map((id, n) => shop.deliver(id, [written(id, `c${n % 7}`)])))
    await shop.settle()

    expect(await stored()).toEqual(ids)
  })
})

describe('a channel that is off', () => {
  it('keeps what comes and stores it in order, before what is new, when it is on again', async () => {
    await switchPlugin(false)
    await shop.deliver('p1', [written('m1', 'c')])
    await shop.deliver('p2', [written('m2', 'c')])
    await shop.settle()
    expect((await entries()).map(({ state }) => state)).toEqual([3, 3])
    expect((await desk.call('GET', '/inbound_events?state=held')).body.payload).toHaveLength(2)

    await switchPlugin(true)
    await shop.deliver('p3', [written('m3', 'c')])

    await expect.poll(stored, { timeout: 5_000 }).toEqual(['m1', 'm2', 'm3'])
  })
})

describe('what is held or done for long', () => {
  it('is forgotten by age', async () => {
    await switchPlugin(false)
    await shop.deliver('old', [])
    await shop.deliver('new', [])
    await shop.settle()
    await desk.rows(
      "update inbound_events set received_at = now() - interval '31 days' where account_id = $1 and provider_id = 'old'",
      [desk.account.id],
    )

    await pruneJournal(product.core)

    expect(await entries()).toHaveLength(1)
  })
})

describe('what could not be stored', () => {
  it('is shown to administrators without its secrets, and stored when it is tried again', async () => {
    await shop.deliverRaw('bad', '{"access_token": "EAA123", "text": "hello"')
    await shop.settle()

    const { body } = await desk.call('GET', '/inbound_events')
    expect(body).toMatchObject({ meta: { next: null }, payload: [{ state: 'failed', error: expect.any(String) }] })
    expect(body.payload[0].payload).toBe('{"access_token": "[secret]", "text": "hello"')
    expect((await desk.call('GET', '/inbound_events', undefined, desk.agent)).status).toBe(401)

    const { id } = body.payload[0]
    await desk.rows('update inbound_events set body = $2 where id = $1', [
      id,
      Buffer.from(JSON.stringify([written('m1', 'c')])),
    ])
    expect((await desk.call('POST', `/inbound_events/${id}/retry`)).body).toEqual({ replayed: 1 })
    await shop.settle()
    expect(await stored()).toEqual(['m1'])
  })

  it('can be let go, page by page, and belongs to its account alone', async () => {
    for (const id of ['1', '2', '3']) await shop.deliverRaw(id, '{')
    await shop.settle()
    const first = await desk.call('GET', '/inbound_events?limit=2')
    const second = await desk.call('GET', `/inbound_events?limit=2&before=${first.body.meta.next}`)
    expect([first.body.payload.length, second.body.payload.length]).toEqual([2, 1])

    const { id } = second.body.payload[0]
    expect((await desk.call('POST', `/inbound_events/${id}/skip`)).body).toMatchObject({ state: 'done' })
    expect((await desk.call('POST', '/inbound_events/replay', { plugin_id: 'channel-test' })).body).toEqual({
      replayed: 2,
    })
    const elsewhere = await openDesk(product)
    expect((await elsewhere.call('GET', `/inbound_events/${id}`)).status).toBe(404)
    expect((await elsewhere.call('POST', `/inbound_events/replay`, { ids: [id] })).body).toEqual({ replayed: 0 })
    expect((await desk.call('GET', '/inbound_events?state=nonsense')).status).toBe(422)
  })
})

describe('a database that breaks off', () => {
  it('loses and doubles nothing that was acknowledged', async () => {
    const admin = new Client(product.core.configuration.databaseUrl)
    await admin.connect()
    const acknowledged: string[] = []
    const sending = Array.from({ length: 400 }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, n * 4))
      await shop.deliver(`p${n}`, [written(`m${n}`, `c${n % 5}`)]).then(
        () => acknowledged.push(`m${n}`),
        () => {},
      )
    })
    for (let round = 0; round < 6; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
    }
    await Promise.all(sending)
    await admin.end()

    await expect.poll(async () => (await entries()).every(({ state }) => state === 1), { timeout: 15_000 }).toBe(true)
    await shop.settle()
    const messages = await stored()
    expect(new Set(messages).size).toBe(messages.length)
    expect(acknowledged.filter((id) => !messages.includes(id))).toEqual([])
    const created = await desk.rows("select 1 from events where account_id = $1 and name = 'message.created'", [
      desk.account.id,
    ])
    expect(created).toHaveLength(messages.length)
  }, 60_000)
})

describe('what a process left behind', () => {
  it('is taken up by the next, oldest first', async () => {
    await product.core.journal.stop()
    const insert = (id: string) =>
      desk.rows(
        `insert into inbound_events (account_id, inbox_id, plugin_id, provider_id, body) values ($1, $2, 'channel-test', $3, $4)`,
        [desk.account.id, shop.inboxId, id, Buffer.from(JSON.stringify([written(id, 'c')]))],
      )
    await insert('m1')
    await insert('m2')

    const next = (await import('./create-journal.ts')).createJournal(product.core)
    await next.start()
    await next.settle()

    expect(await stored()).toEqual(['m1', 'm2'])
    await next.stop()
  })
})
