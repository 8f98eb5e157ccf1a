import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A person who signs in. What they may do is in their memberships. */
export const User = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.bigint('number').primary(),
    name: p.text(),
    displayName: p.text().nullable(),
    email: p.text(),
    passwordDigest: p.text().nullable(),
    confirmedAt: p.datetime().nullable(),
    pubsubToken: p.text(),
    uiSettings: p.json<Record<string, unknown>>().onCreate(() => ({})),
    customAttributes: p.json<Record<string, unknown>>().onCreate(() => ({})),
    messageSignature: p.text().nullable(),
    isInstallationAdministrator: p.boolean().default(false),
    resetPasswordDigest: p.text().nullable(),
    resetPasswordSentAt: p.datetime().nullable(),
    confirmationDigest: p.text().nullable(),
    unconfirmedEmail: p.text().nullable(),
    avatarBlobId: p.bigint('number').nullable(),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type User = InferEntity<typeof User>
