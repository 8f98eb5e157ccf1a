import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A file, place or contact card that belongs to a message. */
export const Attachment = defineEntity({
  name: 'Attachment',
  tableName: 'attachments',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    messageId: p.bigint('number'),
    fileType: p.smallint().default(0),
    blobId: p.bigint('number').nullable(),
    externalUrl: p.text().nullable(),
    coordinatesLat: p.double().default(0),
    coordinatesLong: p.double().default(0),
    fallbackTitle: p.text().nullable(),
    extension: p.text().nullable(),
    meta: p.json<Record<string, unknown>>().onCreate(() => ({})),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Attachment = InferEntity<typeof Attachment>
