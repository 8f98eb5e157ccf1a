import type { EntityManager } from '@mikro-orm/postgresql'
import { unprocessable } from '../../errors.ts'
import { userName } from '../user/create-user.ts'
import { User } from '../user/user.entity.ts'
import type { AgentInput } from './agent.schema.ts'
import { Membership } from './membership.entity.ts'
import { administrator, availabilities, roles } from './role.ts'

/** Changes what the input names of a member. An account keeps at least one administrator. */
export async function updateAgent(em: EntityManager, membership: Membership, input: AgentInput): Promise<void> {
  const role = input.role === undefined ? membership.role : roles.indexOf(input.role)
  if (role !== administrator) await refuseLastAdministrator(em, membership)
  membership.role = role
  if (input.availability !== undefined) membership.availability = availabilities.indexOf(input.availability)
  if (input.auto_offline !== undefined) membership.autoOffline = input.auto_offline
  if (input.name !== undefined) {
    const user = await em.findOneOrFail(User, { id: membership.userId })
    user.name = userName(input.name)
  }
  await em.flush()
}

/** Throws a 422 when the account would be left without an administrator. */
export async function refuseLastAdministrator(em: EntityManager, membership: Membership): Promise<void> {
  if (membership.role !== administrator) return
  const { accountId, userId } = membership
  if ((await em.count(Membership, { accountId, role: administrator, userId: { $ne: userId } })) === 0)
    throw unprocessable('An account needs an administrator: make somebody else one first', 'agent.lastAdministrator')
}
