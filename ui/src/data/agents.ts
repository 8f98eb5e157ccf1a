import { accountUrl, api } from './api.ts'
import type { Availability, Role } from './session.ts'

/** A user as colleagues see them. */
export interface Agent {
  id: number
  name: string
  available_name: string
  email: string
  role: Role | null
  availability_status: Availability
  auto_offline: boolean
  confirmed: boolean
  thumbnail: string
}

export interface AgentChange {
  name?: string
  email?: string
  role?: Role
  availability?: Availability
  auto_offline?: boolean
}

export const listAgents = (account: number): Promise<Agent[]> => api.get(accountUrl(account, 'agents'))

export const inviteAgent = (account: number, input: AgentChange): Promise<Agent> =>
  api.post(accountUrl(account, 'agents'), input)

export const changeAgent = (account: number, id: number, input: AgentChange): Promise<Agent> =>
  api.patch(accountUrl(account, `agents/${id}`), input)

export const removeAgent = (account: number, id: number): Promise<void> =>
  api.delete(accountUrl(account, `agents/${id}`))

/** Who may be given a conversation of an inbox: its members and every administrator. */
export const listAssignable = async (account: number, inbox: number): Promise<Agent[]> => {
  const query = { inbox_ids: [inbox] }
  const { payload } = await api.get<{ payload: Agent[] }>(accountUrl(account, 'assignable_agents'), query)
  return payload
}
