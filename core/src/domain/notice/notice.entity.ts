import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** Something that an account's administrators are told, once for ever by its key. */
export const Notice = defineEntity({
  name: 'Notice',
  tableName: 'notices',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    key: p.text(),
    pluginId: p.text().nullable(),
    inboxId: p.bigint('number').nullable(),
    severity: p.text().$type<'info' | 'warning' | 'critical'>(),
    title: p.text(),
    text: p.text(),
    message: p.text().nullable(),
    messageValues: p.json<Record<string, unknown>>().onCreate(() => ({})),
    createdAt: p.datetime().onCreate(() => new Date()),
    settledAt: p.datetime().nullable(),
    dismissedAt: p.datetime().nullable(),
  },
})
export type Notice = InferEntity<typeof Notice>
