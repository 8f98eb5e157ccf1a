import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A stored file. Its bytes lie in blob storage under `key`. */
export const Blob = defineEntity({
  name: 'Blob',
  tableName: 'blobs',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number').nullable(),
    key: p.text(),
    filename: p.text(),
    contentType: p.text(),
    byteSize: p.bigint('number'),
    checksum: p.text(),
    metadata: p.json<Record<string, unknown>>().onCreate(() => ({})),
    createdAt: p.datetime().onCreate(() => new Date()),
  },
})
export type Blob = InferEntity<typeof Blob>
