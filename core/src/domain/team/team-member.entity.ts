import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** An agent in a team. */
export const TeamMember = defineEntity({
  name: 'TeamMember',
  tableName: 'team_members',
  properties: {
    id: p.bigint('number').primary(),
    accountId: p.bigint('number'),
    teamId: p.bigint('number'),
    userId: p.bigint('number'),
    createdAt: p.datetime().onCreate(() => new Date()),
    updatedAt: p
      .datetime()
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
})
export type TeamMember = InferEntity<typeof TeamMember>
