import type { Agent } from './agents.ts'
import { accountUrl, api } from './api.ts'

export interface Team {
  id: number
  name: string
  description: string | null
  allow_auto_assign: boolean
  is_member: boolean
}

export type TeamChange = Partial<Pick<Team, 'name' | 'description' | 'allow_auto_assign'>>

export const listTeams = (account: number): Promise<Team[]> => api.get(accountUrl(account, 'teams'))

export const createTeam = (account: number, input: TeamChange): Promise<Team> =>
  api.post(accountUrl(account, 'teams'), input)

export const changeTeam = (account: number, id: number, input: TeamChange): Promise<Team> =>
  api.patch(accountUrl(account, `teams/${id}`), input)

export const removeTeam = (account: number, id: number): Promise<void> => api.delete(accountUrl(account, `teams/${id}`))

export const listTeamMembers = (account: number, id: number): Promise<Agent[]> =>
  api.get(accountUrl(account, `teams/${id}/team_members`))

export const replaceTeamMembers = (account: number, id: number, users: readonly number[]): Promise<Agent[]> =>
  api.patch(accountUrl(account, `teams/${id}/team_members`), { user_ids: users })
