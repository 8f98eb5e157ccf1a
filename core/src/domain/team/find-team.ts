import type { EntityManager } from '@mikro-orm/postgresql'
import { notFound } from '../../errors.ts'
import { rowId } from '../../http/row-id.ts'
import { Team } from './team.entity.ts'

/** The account's team of that id, else a 404. */
export async function findTeam(em: EntityManager, accountId: number, id: unknown): Promise<Team> {
  const team = await em.findOne(Team, { accountId, id: rowId(id) })
  if (!team) throw notFound()
  return team
}
