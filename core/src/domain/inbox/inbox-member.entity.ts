import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** An agent who may work in an inbox. */
export const InboxMember = defineEntity({
  name: 'InboxMember',
  tableName: 'inbox_members',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    inboxId: p.bigint('number'),
    userId: p.bigint('number'),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type InboxMember = InferEntity<typeof InboxMember>
