import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A tenant: a company with its own people, inboxes and conversations. */
export const Account = defineEntity({
  name: 'Account',
  tableName: 'accounts',
  properties: {
    id: p.bigint('number').primary(),
    name: p.text(),
    locale: p.text().default('en'),
    domain: p.text().nullable(),
    supportEmail: p.text().nullable(),
    status: p.smallint().default(0),
    features: p.array().onCreate(() => []),
    settings: p.json<Record<string, unknown>>().onCreate(() => ({})),
    customAttributes: p.json<Record<string, unknown>>().onCreate(() => ({})),
    conversationDisplayId: p.bigint('number').default(0),
    cacheKeys: p.json<Record<string, string>>().onCreate(() => ({})),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Account = InferEntity<typeof Account>
