import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../../tests/support/desk.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { loadMessageEvents } from '../message/load-messages.ts'
import { loadConversationEvents } from './load-conversations.ts'

describe('frames of conversations and messages', () => {
  let product: Product
  let desk: Desk
  beforeAll(async () => {
    product = await startProduct()
    desk = await openDesk(product)
  })
  afterAll(() => product.stop())

  it('show a conversation with its contact, assignee and the newest message the contact sees', async () => {
    const { id, displayId, contactId } = await desk.createConversation({
      sourceId: '4915550100',
      columns: { assignee_id: desk.administrator.user.id, labels: ['billing'], priority: 2 },
    })
    const visible = await desk.createMessage(id, {
      content: 'Where is my parcel?',
      sender_type: 'Contact',
      sender_id: contactId,
    })
    await desk.createMessage(id, { content: 'Secret', private: true, message_type: 1 })
    await desk.createMessage(id, { content: 'Label added', message_type: 2 })

    const frame = (await loadConversationEvents(product.core, desk.account.id, [id])).get(id)

    expect(frame).toEqual({
      additional_attributes: {},
      can_reply: true,
      channel: 'Channel::Test',
      contact_inbox: {
        id: expect.any(Number),
        contact_id: contactId,
        inbox_id: expect.any(Number),
        source_id: '4915550100',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        updated_at: expect.any(String),
        hmac_verified: false,
        pubsub_token: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      id: displayId,
      inbox_id: expect.any(Number),
      messages: [expect.objectContaining({ id: visible, conversation_id: displayId, content: 'Where is my parcel?' })],
      labels: ['billing'],
      meta: {
        sender: expect.objectContaining({ id: contactId, name: 'Ana Silva', type: 'contact', blocked: false }),
        assignee: expect.objectContaining({ id: desk.administrator.user.id, type: 'user' }),
        team: null,
        hmac_verified: false,
      },
      status: 'open',
      custom_attributes: {},
      snoozed_until: null,
      unread_count: 1,
      first_reply_created_at: null,
      priority: 'high',
      waiting_since: 0,
      agent_last_seen_at: 0,
      contact_last_seen_at: 0,
      last_activity_at: expect.any(Number),
      timestamp: expect.any(Number),
      created_at: expect.any(Number),
      updated_at: expect.any(Number),
    })
  })

  it('show a message with its sender, its conversation and its number on the wire', async () => {
    const { id, displayId, contactId } = await desk.createConversation({ sourceId: 'ana' })
    const messageId = await desk.createMessage(id, {
      sender_type: 'Contact',
      sender_id: contactId,
      source_id: 'wamid.1',
    })

    const frame = (await loadMessageEvents(product.core, desk.account.id, [messageId])).get(messageId)

    expect(frame).toEqual({
      id: messageId,
      content: 'Hello',
      account_id: desk.account.id,
      inbox_id: expect.any(Number),
      conversation_id: displayId,
      message_type: 0,
      created_at: expect.any(Number),
      updated_at: expect.any(String),
      private: false,
      status: 'sent',
      source_id: 'wamid.1',
      content_type: 'text',
      content_attributes: {},
      sender_type: 'Contact',
      sender_id: contactId,
      external_source_ids: {},
      additional_attributes: {},
      processed_message_content: null,
      sentiment: {},
      conversation: {
        assignee_id: null,
        unread_count: 1,
        last_activity_at: expect.any(Number),
        contact_inbox: { source_id: 'ana' },
      },
      sender: expect.objectContaining({ id: contactId, type: 'contact' }),
    })
  })

  it('leave out what is gone or belongs to another account', async () => {
    const { id } = await desk.createConversation()
    const messageId = await desk.createMessage(id)
    const stranger = await openDesk(product, 'Other')

    expect(await loadConversationEvents(product.core, stranger.account.id, [id, 999_999])).toEqual(new Map())
    expect(await loadMessageEvents(product.core, stranger.account.id, [messageId])).toEqual(new Map())
  })

  it('count unread messages up to ten, and stop at what an agent has seen', async () => {
    const { id } = await desk.createConversation()
    for (let count = 0; count < 12; count += 1) await desk.createMessage(id)
    const before = (await loadConversationEvents(product.core, desk.account.id, [id])).get(id)
    await desk.rows('update conversations set agent_last_seen_at = now() where id = $1', [id])
    const after = (await loadConversationEvents(product.core, desk.account.id, [id])).get(id)

    expect(before?.unread_count).toBe(10)
    expect(after?.unread_count).toBe(0)
  })
})
