import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A user who watches a conversation. */
export const Participant = defineEntity({
  name: 'Participant',
  tableName: 'conversation_participants',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    conversationId: p.bigint('number'),
    userId: p.bigint('number'),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Participant = InferEntity<typeof Participant>
