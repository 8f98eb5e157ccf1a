import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A customer. */
export const Contact = defineEntity({
  name: 'Contact',
  tableName: 'contacts',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    name: p.text().default(''),
    middleName: p.text().default(''),
    lastName: p.text().default(''),
    email: p.text().nullable(),
    phoneNumber: p.text().nullable(),
    identifier: p.text().nullable(),
    contactType: p.smallint().default(0),
    blocked: p.boolean().default(false),
    location: p.text().default(''),
    countryCode: p.text().default(''),
    additionalAttributes: p.json<Record<string, unknown>>().onCreate(() => ({})),
    customAttributes: p.json<Record<string, unknown>>().onCreate(() => ({})),
    labels: p.array().onCreate(() => []),
    lastActivityAt: p.datetime().nullable(),
    avatarBlobId: p.bigint('number').nullable(),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Contact = InferEntity<typeof Contact>
