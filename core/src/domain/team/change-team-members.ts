import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'
import { memberIds } from '../membership/member-ids.ts'
import type { Team } from './team.entity.ts'

/** Adds members of the account to the team and answers with the ids of those who were not in it. */
export async function addToTeam(em: EntityManager, team: Team, userIds: readonly number[]): Promise<number[]> {
  const rows = await query<{ user_id: number }>(
    em,
    `insert into team_members (account_id, team_id, user_id) select $1, $2, unnest($3::bigint[])
     on conflict do nothing returning user_id`,
    [team.accountId, team.id, await memberIds(em, team.accountId, userIds)],
  )
  return rows.map(({ user_id }) => user_id)
}

export async function removeFromTeam(em: EntityManager, team: Team, userIds: readonly number[]): Promise<void> {
  await query(em, 'delete from team_members where account_id = $1 and team_id = $2 and user_id = any($3::bigint[])', [
    team.accountId,
    team.id,
    userIds,
  ])
}

/** Makes exactly these members of the account the team. */
export async function replaceTeam(em: EntityManager, team: Team, userIds: readonly number[]): Promise<void> {
  await addToTeam(em, team, userIds)
  await query(em, 'delete from team_members where account_id = $1 and team_id = $2 and user_id <> all($3::bigint[])', [
    team.accountId,
    team.id,
    userIds,
  ])
}

export async function teamMemberIds(em: EntityManager, accountId: number, teamId: number): Promise<number[]> {
  const rows = await query<{ user_id: number }>(
    em,
    'select user_id from team_members where account_id = $1 and team_id = $2',
    [accountId, teamId],
  )
  return rows.map(({ user_id }) => user_id)
}
