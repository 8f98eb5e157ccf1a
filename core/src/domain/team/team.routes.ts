import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import { invalidateCache } from '../account/cache-keys.ts'
import { findTeam } from './find-team.ts'
import { createTeam, updateTeam } from './save-team.ts'
import { Team } from './team.entity.ts'
import { presentTeam } from './team.presenter.ts'
import { teamInput } from './team.schema.ts'
import { TeamMember } from './team-member.entity.ts'

export const teamRoutes = accountRoutes([
  { method: 'GET', path: '/teams', handle: listTeams },
  {
    method: 'GET',
    path: '/teams/:id',
    handle: async (request) => present(request, await findTeam(request.em, request.account.id, request.params.id)),
  },
  {
    method: 'POST',
    path: '/teams',
    administrator: true,
    wrapper: 'team',
    body: teamInput,
    async handle(request) {
      const { core, em, account, body } = request
      const team = await createTeam(em, account.id, body)
      await invalidateCache(core, em, account.id, 'team')
      return present(request, team)
    },
  },
  {
    method: 'PATCH',
    path: '/teams/:id',
    administrator: true,
    wrapper: 'team',
    body: teamInput,
    async handle(request) {
      const { core, em, account, params, body } = request
      const team = await updateTeam(em, await findTeam(em, account.id, params.id), body)
      await invalidateCache(core, em, account.id, 'team')
      return present(request, team)
    },
  },
  {
    method: 'DELETE',
    path: '/teams/:id',
    administrator: true,
    async handle({ core, em, account, params }) {
      await em.remove(await findTeam(em, account.id, params.id)).flush()
      await invalidateCache(core, em, account.id, 'team')
    },
  },
])

async function listTeams({ em, account, user }: AccountRequest) {
  const teams = await em.find(Team, { accountId: account.id }, { orderBy: { name: 'asc' } })
  const own = await em.find(TeamMember, { accountId: account.id, userId: user.id })
  const ownIds = new Set(own.map(({ teamId }) => teamId))
  return teams.map((team) => presentTeam(team, ownIds.has(team.id)))
}

async function present({ em, account, user }: AccountRequest, team: Team) {
  const membership = await em.findOne(TeamMember, { accountId: account.id, teamId: team.id, userId: user.id })
  return presentTeam(team, membership !== null)
}
