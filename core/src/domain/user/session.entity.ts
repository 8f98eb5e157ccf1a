import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** One signed-in device of a user. Only a digest of its token is kept. */
export const UserSession = defineEntity({
  name: 'UserSession',
  tableName: 'user_sessions',
  properties: {
    id: p.bigint('number').primary(),
    userId: p.bigint('number'),
    client: p.text(),
    tokenDigest: p.text(),
    expiresAt: p.datetime(),
    lastUsedAt: p.datetime().onCreate(() => new Date()),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type UserSession = InferEntity<typeof UserSession>
