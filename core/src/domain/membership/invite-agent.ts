import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { CordboardError, invalidRecord } from '../../errors.ts'
import type { Account } from '../account/account.entity.ts'
import { createUser } from '../user/create-user.ts'
import { emailAddress } from '../user/email.ts'
import { letters } from '../user/letter.jobs.ts'
import { closeSessions } from '../user/open-session.ts'
import { User } from '../user/user.entity.ts'
import { availableName } from '../user/user.presenter.ts'
import { addMember } from './add-member.ts'
import { Membership } from './membership.entity.ts'

export interface Invitation {
  email: string
  name?: string | undefined
  role?: number
  availability?: number
  autoOffline?: boolean
}

const maxAgents = 100_000

/** Makes somebody a member of the account and writes to them. Who has no user yet gets one without a password. */
export async function inviteAgent(
  core: Core,
  em: EntityManager,
  { account, inviter }: { account: Account; inviter: User },
  { email: address, name, ...membership }: Invitation,
): Promise<User> {
  const email = emailAddress(address)
  await refuseBeyondLimit(em, account.id)
  const user = (await reclaim(em, email)) ?? (await createUser(em, { email, name }))
  if (await em.findOne(Membership, { accountId: account.id, userId: user.id }))
    throw invalidRecord({ email: 'Email has already been taken' })
  await addMember(em, { accountId: account.id, userId: user.id, inviterId: inviter.id, ...membership })
  const payload = { userId: user.id, accountId: account.id, inviter: availableName(inviter) }
  await core.jobs.enqueue(em, letters.invite, payload)
  return user
}

// Whoever signed up under an address without confirming it may not be its owner: what they set must not outlive the
// invitation, or they would come in with it.
async function reclaim(em: EntityManager, email: string): Promise<User | null> {
  const user = await em.findOne(User, { email })
  if (!user || user.confirmedAt) return user
  user.passwordDigest = null
  await em.flush()
  await closeSessions(em, user.id)
  return user
}

async function refuseBeyondLimit(em: EntityManager, accountId: number): Promise<void> {
  if ((await em.count(Membership, { accountId })) >= maxAgents)
    throw new CordboardError('agent.limit', 402, 'Account limit exceeded. Please upgrade to a higher plan')
}
