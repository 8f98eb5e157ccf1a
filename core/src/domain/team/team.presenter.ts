import type { Team } from './team.entity.ts'

/** `isMember`: whether the person who asks is in the team. */
export const presentTeam = (team: Team, isMember: boolean) => ({
  id: team.id,
  name: team.name,
  description: team.description ?? null,
  allow_auto_assign: team.allowAutoAssign,
  account_id: team.accountId,
  is_member: isMember,
})
