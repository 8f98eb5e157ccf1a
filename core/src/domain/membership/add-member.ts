import type { EntityManager } from '@mikro-orm/postgresql'
import { Membership } from './membership.entity.ts'
import { agent } from './role.ts'

export interface NewMembership {
  accountId: number
  userId: number
  role?: number
  availability?: number
  autoOffline?: boolean
  inviterId?: number | null
}

/** Makes a user a member of an account. A second membership of the same pair is a unique violation. */
export async function addMember(
  em: EntityManager,
  { accountId, userId, role = agent, availability = 0, autoOffline = true, inviterId = null }: NewMembership,
): Promise<Membership> {
  const membership = em.create(Membership, { accountId, userId, role, availability, autoOffline, inviterId })
  await em.flush()
  return membership
}
