import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** The provider side of an inbox. `identity` names it at the provider (a phone number, a token); secrets are encrypted. */
export const Channel = defineEntity({
  name: 'Channel',
  tableName: 'channels',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    type: p.text(),
    identity: p.text(),
    settings: p.json<Record<string, unknown>>().onCreate(() => ({})),
    secrets: p.blob().nullable(),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Channel = InferEntity<typeof Channel>
