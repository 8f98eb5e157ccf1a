import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A thread with a contact in an inbox. On the wire its id is `displayId`, counted per account. */
export const Conversation = defineEntity({
  name: 'Conversation',
  tableName: 'conversations',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    displayId: p.bigint('number'),
    uuid: p.uuid().defaultRaw('gen_random_uuid()'),
    identifier: p.text().nullable(),
    inboxId: p.bigint('number'),
    contactId: p.bigint('number'),
    contactInboxId: p.bigint('number').nullable(),
    status: p.smallint().default(0),
    priority: p.smallint().nullable(),
    assigneeId: p.bigint('number').nullable(),
    teamId: p.bigint('number').nullable(),
    campaignId: p.bigint('number').nullable(),
    snoozedUntil: p.datetime().nullable(),
    waitingSince: p.datetime().nullable(),
    firstReplyCreatedAt: p.datetime().nullable(),
    lastActivityAt: p.datetime().onCreate(() => new Date()),
    agentLastSeenAt: p.datetime().nullable(),
    assigneeLastSeenAt: p.datetime().nullable(),
    contactLastSeenAt: p.datetime().nullable(),
    additionalAttributes: p.json<Record<string, unknown>>().onCreate(() => ({})),
    customAttributes: p.json<Record<string, unknown>>().onCreate(() => ({})),
    labels: p.array().onCreate(() => []),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Conversation = InferEntity<typeof Conversation>
