import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import { invalidateCache } from '../account/cache-keys.ts'
import { presentAgent } from '../user/user.presenter.ts'
import { loadUserViews } from '../user/user-view.ts'
import { addToTeam, removeFromTeam, replaceTeam, teamMemberIds } from './change-team-members.ts'
import { findTeam } from './find-team.ts'
import { userIdsInput } from './team.schema.ts'

const path = '/teams/:team_id/team_members'
const change = { path, administrator: true, body: userIdsInput }

/** Who is in a team. */
export const teamMemberRoutes = accountRoutes([
  {
    method: 'GET',
    path,
    async handle(request) {
      const { em, account, params } = request
      const team = await findTeam(em, account.id, params.team_id)
      return present(request, await teamMemberIds(em, account.id, team.id))
    },
  },
  { ...change, method: 'POST', handle: add },
  { ...change, method: 'PATCH', handle: replace },
  { ...change, method: 'DELETE', handle: remove },
])

async function add(request: AccountRequest) {
  const { core, em, account, params, body } = request
  const added = await addToTeam(em, await findTeam(em, account.id, params.team_id), body.user_ids as number[])
  await invalidateCache(core, em, account.id, 'team')
  return () => present(request, added)
}

async function replace(request: AccountRequest) {
  const { core, em, account, params, body } = request
  const team = await findTeam(em, account.id, params.team_id)
  await replaceTeam(em, team, body.user_ids as number[])
  await invalidateCache(core, em, account.id, 'team')
  const members = await teamMemberIds(em, account.id, team.id)
  return () => present(request, members)
}

async function remove({ core, em, account, params, body }: AccountRequest): Promise<void> {
  await removeFromTeam(em, await findTeam(em, account.id, params.team_id), body.user_ids as number[])
  await invalidateCache(core, em, account.id, 'team')
}

const present = async ({ core, em, account }: AccountRequest, userIds: readonly number[]) =>
  (await loadUserViews(core, em, account.id, userIds)).map(presentAgent)
