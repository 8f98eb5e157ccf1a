import type { EntityManager } from '@mikro-orm/postgresql'
import { invalidRecord } from '../../errors.ts'
import { plainText } from '../plain-text.ts'
import { Team } from './team.entity.ts'
import type { TeamInput } from './team.schema.ts'

export async function createTeam(em: EntityManager, accountId: number, input: TeamInput): Promise<Team> {
  const team = em.create(Team, {
    accountId,
    name: await freeName(em, accountId, input.name),
    description: input.description ?? null,
    allowAutoAssign: input.allow_auto_assign ?? true,
  })
  await em.flush()
  return team
}

export async function updateTeam(em: EntityManager, team: Team, input: TeamInput): Promise<Team> {
  if (input.name !== undefined) team.name = await freeName(em, team.accountId, input.name, team.id)
  if (input.description !== undefined) team.description = input.description
  if (input.allow_auto_assign !== undefined) team.allowAutoAssign = input.allow_auto_assign ?? true
  await em.flush()
  return team
}

// Team names are compared and stored in lower case.
async function freeName(em: EntityManager, accountId: number, text = '', teamId = 0): Promise<string> {
  const name = plainText(text).toLowerCase()
  if (name === '') throw invalidRecord({ name: "Name can't be blank" })
  if (await em.findOne(Team, { accountId, name, id: { $ne: teamId } }))
    throw invalidRecord({ name: 'Name has already been taken' })
  return name
}
