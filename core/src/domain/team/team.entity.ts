import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A group of agents that conversations are given to. */
export const Team = defineEntity({
  name: 'Team',
  tableName: 'teams',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    name: p.text(),
    description: p.text().nullable(),
    allowAutoAssign: p.boolean().default(true),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type Team = InferEntity<typeof Team>
