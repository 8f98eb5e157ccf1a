import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** How one inbox knows a contact: `sourceId` is the contact's id at the provider. */
export const ContactInbox = defineEntity({
  name: 'ContactInbox',
  tableName: 'contact_inboxes',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    contactId: p.bigint('number'),
    inboxId: p.bigint('number'),
    sourceId: p.text(),
    hmacVerified: p.boolean().default(false),
    pubsubToken: p.text(),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type ContactInbox = InferEntity<typeof ContactInbox>
