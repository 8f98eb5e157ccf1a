import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../../tests/support/desk.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { provider, receipt } from '../../../../tests/support/provider.ts'

let product: Product
let desk: Desk
let inboxId: number
let conversation: { id: number; displayId: number }
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())
beforeEach(async () => {
  desk = await openDesk(product)
  inboxId = await desk.createInbox({ members: [desk.agent] })
  conversation = await desk.createConversation({ inboxId, sourceId: 'customer' })
})

const write = async (content: string, extra: Record<string, unknown> = {}): Promise<number> =>
  (await desk.call('POST', `/conversations/${conversation.displayId}/messages`, { content, ...extra })).body.id
const messageOf = async (id: number) =>
  (await desk.rows<Record<string, unknown>>('select * from messages where id = $1', [id]))[0]
const sent = async () =>
  (
    await desk.rows<{ key: string; value: { content: string; to: string; attempt: number } }>(
      "select key, value from plugin_storage where account_id = $1 and key like 'sent:%' order by updated_at",
      [desk.account.id],
    )
  ).map(({ value }) => value)

describe('a message of an agent', () => {
  it('goes to its channel and gets the provider’s id', async () => {
    const id = await write('Hello')

    await expect.poll(() => messageOf(id), { timeout: 5_000 }).toMatchObject({ source_id: `test-out-${id}`, status: 0 })
    expect(await sent()).toMatchObject([{ content: 'Hello', to: 'customer', attempt: 1 }])
    expect(await desk.events()).toContainEqual(
      expect.objectContaining({
        name: 'message.updated',
        payload: expect.objectContaining({ changes: { source_id: [null, `test-out-${id}`] } }),
      }),
    )
  })

  it('does not go when it is a note', async () => {
    await write('Only us', { private: true })
    const id = await write('Hello')

    await expect.poll(() => messageOf(id)).toMatchObject({ source_id: expect.any(String) })
    expect(await sent()).toHaveLength(1)
  })

  it('fails with the provider’s words, and goes when it is tried again', async () => {
    const id = await write('fail:permanent')
    await expect
      .poll(() => messageOf(id), { timeout: 5_000 })
      .toMatchObject({
        status: 3,
        content_attributes: { external_error: '131026: Message undeliverable' },
      })
    await desk.rows("update messages set content = 'better' where id = $1", [id])

    await desk.call('POST', `/conversations/${conversation.displayId}/messages/${id}/retry`)

    await expect.poll(() => messageOf(id), { timeout: 5_000 }).toMatchObject({ status: 0, source_id: `test-out-${id}` })
  })

  it('waits behind an earlier one that is tried again', async () => {
    const first = await write('fail:once')
    const second = await write('second')

    await expect.poll(() => messageOf(second), { timeout: 15_000 }).toMatchObject({ source_id: `test-out-${second}` })
    expect(await messageOf(first)).toMatchObject({ source_id: `test-out-${first}` })
    expect((await sent()).map(({ content, attempt }) => [content, attempt])).toEqual([
      ['fail:once', 2],
      ['second', 1],
    ])
  })

  it('is given up after five tries', async () => {
    const id = await write('fail:always')
    await expect.poll(() => messageOf(id), { timeout: 25_000 }).toMatchObject({ status: 3 })

    expect(await desk.rows('select attempts, state from outbound_attempts where message_id = $1', [id])).toEqual([
      { attempts: 5, state: 2 },
    ])
  })

  it('asks for new credentials when the provider refuses the old', async () => {
    const id = await write('fail:reauthorize')

    await expect.poll(() => messageOf(id), { timeout: 5_000 }).toMatchObject({ status: 3 })
    expect(await desk.rows('select settings from channels where account_id = $1', [desk.account.id])).toMatchObject([
      { settings: { reauthorization_required: true } },
    ])
  })

  it('fails when the channel is off, and says so', async () => {
    await desk.call('POST', '/plugins/channel-test/disable', {})

    const id = await write('Hello')

    await expect
      .poll(() => messageOf(id), { timeout: 5_000 })
      .toMatchObject({
        status: 3,
        content_attributes: { external_error: expect.stringMatching(/^channel\.unavailable/) },
      })
  })

  it('is not sent a second time when nobody knows how the first ended', async () => {
    const id = await desk.createMessage(conversation.id, { message_type: 1, content: 'Hello' })
    await desk.rows(
      'insert into outbound_attempts (message_id, account_id, conversation_id, state, attempts, worker) values ($1, $2, $3, 1, 1, $4)',
      [id, desk.account.id, conversation.id, 'a process that died'],
    )

    await product.core.jobs.enqueue(product.core.orm.em.fork(), 'outbound.deliver', {
      messageId: id,
      accountId: desk.account.id,
    })

    await expect
      .poll(() => messageOf(id), { timeout: 5_000 })
      .toMatchObject({
        status: 3,
        content_attributes: { external_error: expect.stringMatching(/^channel\.interrupted/) },
      })
    expect(await sent()).toEqual([])
  })

  it('shows a receipt that was faster than the answer', async () => {
    const id = await desk.createMessage(conversation.id, { message_type: 1, content: 'Hello' })
    const shop = provider(desk, inboxId)
    await shop.deliver('r', [receipt(`test-out-${id}`, 'read')])
    await shop.settle()

    await product.core.jobs.enqueue(product.core.orm.em.fork(), 'outbound.deliver', {
      messageId: id,
      accountId: desk.account.id,
    })

    await expect.poll(() => messageOf(id), { timeout: 5_000 }).toMatchObject({ source_id: `test-out-${id}`, status: 2 })
  })
})
