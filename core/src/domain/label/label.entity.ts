import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A word under which an account files its conversations. */
export const Label = defineEntity({
  name: 'Label',
  tableName: 'labels',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    title: p.text(),
    description: p.text().nullable(),
    color: p.text().default('#1f93ff'),
    showOnSidebar: p.boolean().default(true),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Label = InferEntity<typeof Label>
