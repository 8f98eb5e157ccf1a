import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** One message, note or activity line of a conversation. */
export const Message = defineEntity({
  name: 'Message',
  tableName: 'messages',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    inboxId: p.bigint('number'),
    conversationId: p.bigint('number'),
    messageType: p.smallint(),
    contentType: p.smallint().default(0),
    status: p.smallint().default(0),
    private: p.boolean().default(false),
    content: p.text().nullable(),
    processedMessageContent: p.text().nullable(),
    contentAttributes: p.json<Record<string, unknown>>().onCreate(() => ({})),
    additionalAttributes: p.json<Record<string, unknown>>().onCreate(() => ({})),
    externalSourceIds: p.json<Record<string, unknown>>().onCreate(() => ({})),
    sentiment: p.json<Record<string, unknown>>().onCreate(() => ({})),
    senderType: p.text().nullable(),
    senderId: p.bigint('number').nullable(),
    sourceId: p.text().nullable(),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Message = InferEntity<typeof Message>
