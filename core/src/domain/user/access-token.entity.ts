import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** The API token of a user (or, later, of a bot or a platform app): found by its digest, shown again by unsealing it. */
export const AccessToken = defineEntity({
  name: 'AccessToken',
  tableName: 'access_tokens',
  properties: {
    id: p.bigint('number').primary(),
    ownerType: p.text(),
    ownerId: p.bigint('number'),
    tokenDigest: p.text(),
    sealedToken: p.blob(),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type AccessToken = InferEntity<typeof AccessToken>
