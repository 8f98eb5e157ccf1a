import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../../tests/support/desk.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { type Provider, provider, receipt, written } from '../../../../tests/support/provider.ts'
import type { Inbound } from '../../kernel/payloads.ts'

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

const receive = async (...items: unknown[]) => {
  await shop.deliver(crypto.randomUUID(), items)
  await shop.settle()
}
const messages = () =>
  desk.rows<Record<string, unknown>>('select * from messages where account_id = $1 and message_type <> 2 order by id', [
    desk.account.id,
  ])
const conversations = () =>
  desk.rows<Record<string, unknown>>('select * from conversations where account_id = $1 order by id', [desk.account.id])
const names = async () => (await desk.events()).map(({ name }) => name)

describe('a stranger writes', () => {
  it('becomes a contact with an open conversation', async () => {
    await receive(
      written('m1', '5511', { contact: { sourceId: '5511', name: 'Ana', phone: '+551199', email: 'A@x.test' } }),
    )

    expect(
      await desk.rows('select name, phone_number, email, contact_type from contacts where account_id = $1', [
        desk.account.id,
      ]),
    ).toEqual([{ name: 'Ana', phone_number: '+551199', email: 'a@x.test', contact_type: 1 }])
    expect(await conversations()).toMatchObject([{ display_id: 1, status: 0, waiting_since: expect.any(Date) }])
    expect(await messages()).toMatchObject([
      { content: 'text of m1', message_type: 0, sender_type: 'Contact', source_id: 'm1' },
    ])
    expect(await names()).toEqual(['contact.created', 'conversation.created', 'message.created'])
  })

  it('is found again by e-mail or phone in another inbox', async () => {
    await receive(written('m1', 'a', { contact: { sourceId: 'a', phone: '+5511' } }))
    const other = provider(desk, await desk.createInbox())

    await other.deliver('x', [written('m2', 'b', { contact: { sourceId: 'b', phone: '+5511' } })])
    await other.settle()

    expect(await desk.rows('select id from contacts where account_id = $1', [desk.account.id])).toHaveLength(1)
    expect(await conversations()).toHaveLength(2)
  })

  it('is one person under all ids that the channel knows', async () => {
    await receive(written('m1', '551187654321'))

    await receive(written('m2', '5511987654321', { contact: { sourceId: '5511987654321', aliases: ['551187654321'] } }))
    await receive(
      written('m3', '549', { contact: { sourceId: '549', aliases: ['54'] } }),
      written('m4', '54', { contact: { sourceId: '54' } }),
    )

    expect(await conversations()).toHaveLength(2)
  })

  it('gets one conversation however many first messages arrive at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => shop.deliver(`p${n}`, [written(`m${n}`, 'same')])))
    await shop.settle()

    expect(await conversations()).toHaveLength(1)
    expect(await messages()).toHaveLength(20)
  })
})

describe('a known customer writes', () => {
  it('reopens nothing that is open, reopens what is snoozed, and starts anew after resolved', async () => {
    await receive(written('m1', 'c'))
    await desk.rows(
      'update conversations set status = 3, snoozed_until = now(), waiting_since = null where account_id = $1',
      [desk.account.id],
    )
    await desk.forgetEvents()

    await receive(written('m2', 'c'))
    expect(await conversations()).toMatchObject([{ status: 0, snoozed_until: null, waiting_since: expect.any(Date) }])
    expect(await names()).toEqual(['conversation.statusChanged', 'conversation.updated', 'message.created'])

    await desk.rows('update conversations set status = 1 where account_id = $1', [desk.account.id])
    await receive(written('m3', 'c'))
    expect(await conversations()).toMatchObject([{ status: 1 }, { status: 0, display_id: 2 }])
  })

  it('goes on in the last conversation of a locked inbox and reopens it', async () => {
    shop = provider(desk, await desk.createInbox({ lock: true }))
    await receive(written('m1', 'c'))
    await desk.rows('update conversations set status = 1 where account_id = $1', [desk.account.id])

    await receive(written('m2', 'c'))

    expect(await conversations()).toMatchObject([{ status: 0 }])
  })

  it('stays resolved when muted', async () => {
    await receive(written('m1', 'c'))
    await desk.rows('update contacts set blocked = true where account_id = $1', [desk.account.id])
    await desk.rows('update conversations set status = 1, waiting_since = null where account_id = $1', [
      desk.account.id,
    ])

    await receive(written('m2', 'c'))

    expect(await conversations()).toMatchObject([{ status: 1, waiting_since: null }])
    expect(await messages()).toHaveLength(2)
  })

  it('names the message it replies to, also within one batch', async () => {
    await receive(written('m1', 'c'), written('m2', 'c', { replyToSourceId: 'm1' }))
    await receive(written('m3', 'c', { replyToSourceId: 'unknown' }))

    const [first, second, third] = await messages()
    expect(second?.content_attributes).toMatchObject({ in_reply_to: first?.id, in_reply_to_external_id: 'm1' })
    expect(third?.content_attributes).toMatchObject({ in_reply_to_external_id: 'unknown' })
    expect(third?.content_attributes).not.toHaveProperty('in_reply_to')
  })

  it('is called by the name that the provider tells later', async () => {
    await receive(written('m1', 'c', { contact: { sourceId: 'c', phone: '+5511' } }))

    await receive(written('m2', 'c', { contact: { sourceId: 'c', phone: '+5511', name: 'Ana' } }))

    expect(await desk.rows('select name from contacts where account_id = $1', [desk.account.id])).toEqual([
      { name: 'Ana' },
    ])
    expect(await names()).toContain('contact.updated')
  })
})

describe('the same payload again', () => {
  it('stores and tells nothing twice, and opens no conversation', async () => {
    const items = [written('m1', 'c'), written('m1', 'c')]
    await shop.deliver('p1', items)
    await shop.settle()
    await desk.rows('update conversations set status = 1 where account_id = $1', [desk.account.id])
    const before = await names()

    await shop.deliver('p1', items)
    await shop.deliver('p2', items)
    await product.core.journal.replay({ accountId: desk.account.id, ids: (await entries()).map(({ id }) => id) })
    await shop.settle()

    expect(await messages()).toHaveLength(1)
    expect(await conversations()).toHaveLength(1)
    expect(await names()).toEqual(before)
  })
})

const entries = () =>
  desk.rows<{ id: number; state: number; error: string | null }>(
    'select id, state, error from inbound_events where account_id = $1 order by id',
    [desk.account.id],
  )

describe('a payload that can not be stored', () => {
  it('fails with its reason and holds nobody up', async () => {
    await Promise.all([
      shop.deliver('good 1', [written('m1', 'a')]),
      shop.deliverRaw('not json', '{'),
      shop.deliver('bad', [written('m2', 'a'), written('m3', 'b'.repeat(600)), written('m4', 'a')]),
      shop.deliver('good 2', [written('m5', 'a')]),
    ])
    await shop.settle()

    expect((await messages()).map(({ source_id }) => source_id)).toEqual(
      expect.arrayContaining(['m1', 'm2', 'm4', 'm5']),
    )
    expect((await entries()).map(({ state }) => state).sort()).toEqual([1, 1, 2, 2])
    expect((await entries()).filter(({ state }) => state === 2).every(({ error }) => error)).toBe(true)
  })

  it('is cleaned of what no database can hold', async () => {
    await receive(written('m1', 'c', { content: 'a\0b\ud800c', contentAttributes: { 'k\0': ['\0', { x: '\udc00' }] } }))

    expect(await messages()).toMatchObject([{ content: 'ab\ufffdc', content_attributes: { k: ['', { x: '\ufffd' }] } }])
  })

  it('is dropped in part when values are of other types than they should be', async () => {
    await receive({
      ...written('m1', 'c'),
      contact: { sourceId: 'c', name: 'x'.repeat(300), email: 'no address', phone: '12' },
      content: 'y'.repeat(200_000),
    })

    expect((await messages())[0]?.content).toHaveLength(150_000)
    expect(
      await desk.rows('select email, phone_number from contacts where account_id = $1', [desk.account.id]),
    ).toEqual([{ email: null, phone_number: null }])
  })
})

describe('receipts', () => {
  let id: number
  beforeEach(async () => {
    const conversation = await desk.createConversation({ inboxId: shop.inboxId })
    id = await desk.createMessage(conversation.id, { message_type: 1, source_id: 'out-1', content: 'hello' })
  })
  const message = async () =>
    (await desk.rows<Record<string, unknown>>('select * from messages where id = $1', [id]))[0]

  it('never go back, in whatever order they come', async () => {
    await receive(receipt('out-1', 'read'))
    await receive(receipt('out-1', 'delivered'), receipt('out-1', 'sent'), receipt('out-1', 'failed', '1: late'))

    expect(await message()).toMatchObject({ status: 2, content_attributes: {} })
    expect((await desk.events()).map(({ payload }) => payload.changes)).toEqual([{ status: ['sent', 'read'] }])
  })

  it('keep the reason of a failure until something better is known', async () => {
    await receive(receipt('out-1', 'failed', '131047: Re-engagement message'))
    expect(await message()).toMatchObject({
      status: 3,
      content_attributes: { external_error: '131047: Re-engagement message' },
    })

    await receive(receipt('out-1', 'delivered'))
    expect(await message()).toMatchObject({ status: 1, content_attributes: {} })
  })

  it('wait for a message whose id is not known yet', async () => {
    await receive(receipt('echo-1', 'delivered'), receipt('echo-1', 'read'))

    await receive(written('echo-1', 'c', { echo: true }))

    expect((await messages()).at(-1)).toMatchObject({
      source_id: 'echo-1',
      message_type: 1,
      status: 2,
      sender_id: null,
    })
  })

  it('find a message by our own id when the answer to its sending was lost', async () => {
    await desk.rows('update messages set source_id = null where id = $1', [id])

    await receive({ ...receipt('wamid', 'sent'), messageId: id })

    expect(await message()).toMatchObject({ source_id: 'wamid', status: 0 })
  })

  it('do not touch what a customer wrote', async () => {
    await receive(written('m1', 'c'))
    await receive(receipt('m1', 'failed', 'x'))

    expect((await messages()).at(-1)).toMatchObject({ source_id: 'm1', status: 0 })
  })
})

describe('changes of what was said', () => {
  const change = (item: Record<string, unknown>) =>
    receive({ at: '2026-11-23T09:00:00Z', ...item } as unknown as Inbound)

  it('are applied to the message they speak of, once', async () => {
    await receive(written('m1', 'c'))
    await change({ kind: 'edit', sourceId: 'm1', content: 'better' })
    await change({ kind: 'edit', sourceId: 'm1', content: 'better' })
    await change({ kind: 'reaction', sourceId: 'm1', by: 'c', emoji: '👍' })
    await change({ kind: 'edit', sourceId: 'unknown', content: 'nobody' })

    expect(await messages()).toMatchObject([
      { content: 'better', content_attributes: { edited: true, reactions: [{ emoji: '👍', by: 'c' }] } },
    ])
    expect((await names()).filter((name) => name === 'message.updated')).toHaveLength(2)

    await change({ kind: 'reaction', sourceId: 'm1', by: 'c', emoji: null })
    await change({ kind: 'delete', sourceId: 'm1' })
    expect(await messages()).toMatchObject([{ content_attributes: { deleted: true } }])
  })

  it('move a person to their new number, before they write from it', async () => {
    await receive(written('m1', '111'))

    await receive(
      { kind: 'identity', from: '111', to: { sourceId: '222', phone: '+49222' }, at: '2026-11-23T09:00:00Z' },
      written('m2', '222'),
    )

    expect(await conversations()).toHaveLength(1)
    expect(await desk.rows('select phone_number from contacts where account_id = $1', [desk.account.id])).toEqual([
      { phone_number: '+49222' },
    ])
  })
})

describe('files of a message', () => {
  it('are fetched by a job and then shown, or marked as gone', async () => {
    await receive(
      written('m1', 'c', {
        attachments: [
          { kind: 'file', reference: 'text:the file', name: 'note.txt' },
          { kind: 'file', reference: 'gone', name: 'old.txt' },
          { kind: 'location', latitude: 1.5, longitude: 2.5, title: 'Here' },
        ],
      }),
    )

    await expect
      .poll(
        () =>
          desk.rows('select blob_id, meta, coordinates_lat from attachments where account_id = $1 order by id', [
            desk.account.id,
          ]),
        {
          timeout: 10_000,
        },
      )
      .toMatchObject([
        { blob_id: expect.any(Number), meta: {} },
        { blob_id: null, meta: { fetch: 'failed', error: 'The file is gone' } },
        { coordinates_lat: 1.5 },
      ])
    expect((await names()).filter((name) => name === 'message.updated')).toHaveLength(2)
  })
})
