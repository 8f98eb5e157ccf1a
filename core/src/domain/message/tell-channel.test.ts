import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../../tests/support/desk.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { systemActor } from '../../actor.ts'
import { query } from '../../database/query.ts'
import type { FoundConversation } from '../conversation/find-conversation.ts'
import { markSeen } from '../conversation/last-seen.ts'
import { tellChannel } from './tell-channel.ts'

let product: Product
let desk: Desk
let conversation: { id: number; displayId: number }
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())
beforeEach(async () => {
  desk = await openDesk(product)
  const inboxId = await desk.createInbox({ members: [desk.agent] })
  conversation = await desk.createConversation({ inboxId })
})

const call = (path: string, body?: unknown) =>
  desk.call('POST', `/conversations/${conversation.displayId}/${path}`, body, desk.agent)
const see = () => call('update_last_seen')
const writes = (sourceId: string | null) => desk.createMessage(conversation.id, { source_id: sourceId })
const shown = async (sign: string) =>
  (
    await desk.rows<{ value: unknown }>('select value from plugin_storage where account_id = $1 and key = $2', [
      desk.account.id,
      `${sign}:${conversation.id}`,
    ])
  )[0]?.value
const jobs = async (key: string, em = product.core.orm.em.fork()) =>
  (await query(em, 'select key from graphile_worker.jobs where key = $1', [key])).length

/** Sees the conversation as it was found, `visits` times in one transaction, and counts what waits at its end. */
const queuedBy = async (visits: number, displayed = conversation.id): Promise<number> =>
  product.core.orm.em.fork().transactional(async (em) => {
    const [found] = await query<FoundConversation>(
      em,
      `select c.*, i.channel_type from conversations c join inboxes i on i.account_id = $1 and i.id = c.inbox_id
       where c.account_id = $1 and c.id = $2`,
      [desk.account.id, displayed],
    )
    const work = { core: product.core, em, accountId: desk.account.id, actor: systemActor, requestId: '' }
    for (let visit = 0; visit < visits; visit += 1) await markSeen(work, found as FoundConversation, desk.agent.user.id)
    return jobs(`read:${displayed}`, em)
  })

describe('a conversation that an agent has seen', () => {
  it('is shown as read up to the contact’s newest message', async () => {
    await writes('first')
    await writes('second')
    await writes(null)

    expect((await see()).status).toBe(200)

    await expect
      .poll(() => shown('read'), { timeout: 5_000 })
      .toEqual({ inboxId: expect.any(Number), conversationId: conversation.id, lastSourceId: 'second' })
  })

  it('is shown once, however often it is visited meanwhile', async () => {
    await writes('first')

    expect(await queuedBy(3)).toBe(1)
  })

  it('is not shown again without a new message', async () => {
    await writes('first')
    await see()
    await expect.poll(() => jobs(`read:${conversation.id}`), { timeout: 5_000 }).toBe(0)

    expect(await queuedBy(1)).toBe(0)
    await writes('second')
    expect(await queuedBy(1)).toBe(1)
  })

  it('is not shown where the contact’s messages are unknown to the provider, or no plugin shows it', async () => {
    await writes(null)
    const elsewhere = await desk.createConversation({ inboxId: await desk.createInbox({ type: 'Channel::Email' }) })
    await desk.createMessage(elsewhere.id, { source_id: 'letter' })

    expect(await queuedBy(1)).toBe(0)
    expect(await queuedBy(1, elsewhere.id)).toBe(0)
  })

  it('is not tried again when the provider refuses', async () => {
    await writes('fail:unknown')

    expect((await see()).status).toBe(200)

    await expect.poll(() => shown('read'), { timeout: 5_000 }).toMatchObject({ lastSourceId: 'fail:unknown' })
    await expect.poll(() => jobs(`read:${conversation.id}`)).toBe(0)
  })
})

describe('an agent who types', () => {
  const found = () => ({ id: conversation.id, account_id: desk.account.id, channel_type: 'Channel::Test' })

  it('is shown to the contact, beside the newest message', async () => {
    await writes('first')

    expect((await call('toggle_typing_status', { typing_status: 'on' })).status).toBe(200)

    await expect
      .poll(() => shown('typing'), { timeout: 5_000 })
      .toEqual({ inboxId: expect.any(Number), conversationId: conversation.id, lastSourceId: 'first', on: true })
  })

  it('is not shown while they write a note, or when they stop', async () => {
    const noted = await desk.createConversation({ inboxId: await desk.createInbox({ members: [desk.agent] }) })
    await desk.createMessage(noted.id, { source_id: 'noted' })
    const path = `/conversations/${noted.displayId}/toggle_typing_status`
    const queued: string[] = []
    const { enqueue } = product.core.jobs
    Object.assign(product.core.jobs, { enqueue: async (_: unknown, name: string) => void queued.push(name) })
    try {
      await desk.call('POST', path, { typing_status: 'on', is_private: true }, desk.agent)
      await desk.call('POST', path, { typing_status: 'off' }, desk.agent)
      expect(queued).toEqual([])
      await desk.call('POST', path, { typing_status: 'on' }, desk.agent)
      expect(queued).toEqual(['outbound.typing'])
    } finally {
      Object.assign(product.core.jobs, { enqueue })
    }
  })

  it('is shown once for all that waits', async () => {
    const count = await product.core.orm.em.fork().transactional(async (em) => {
      for (let key = 0; key < 3; key += 1) await tellChannel(product.core, em, 'typing', found())
      return jobs(`typing:${conversation.id}`, em)
    })

    expect(count).toBe(1)
  })

  it('is not shown when it was long ago', async () => {
    await writes('first')
    const em = product.core.orm.em.fork()
    const payload = { accountId: desk.account.id, conversationId: conversation.id, at: Date.now() - 60_000 }
    await product.core.jobs.enqueue(em, 'outbound.typing', payload, { key: 'late' })

    await expect.poll(() => jobs('late'), { timeout: 5_000 }).toBe(0)
    expect(await shown('typing')).toBeUndefined()
  })
})
