import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** What a user is in one account: role, availability, last activity. */
export const Membership = defineEntity({
  name: 'Membership',
  tableName: 'account_users',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    userId: p.bigint('number'),
    role: p.smallint().default(0),
    inviterId: p.bigint('number').nullable(),
    activeAt: p.datetime().nullable(),
    availability: p.smallint().default(0),
    autoOffline: p.boolean().default(true),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Membership = InferEntity<typeof Membership>
