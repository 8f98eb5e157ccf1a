import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { afterCommit } from '../../database/after-commit.ts'
import { query } from '../../database/query.ts'
import { removeUser } from '../user/remove-user.ts'
import { Membership } from './membership.entity.ts'
import { leaveAccount } from './membership.jobs.ts'
import { refuseLastAdministrator } from './update-agent.ts'

/** Takes a member out of the account: at once out of teams and inboxes, and by a job out of their conversations. */
export async function removeAgent(core: Core, em: EntityManager, membership: Membership): Promise<void> {
  const { accountId, userId } = membership
  await refuseLastAdministrator(em, membership)
  await em.remove(membership).flush()
  for (const table of ['team_members', 'inbox_members', 'conversation_participants'])
    await query(em, `delete from ${table} where account_id = $1 and user_id = $2`, [accountId, userId])
  await core.jobs.enqueue(em, leaveAccount, { accountId, userId })
  if ((await em.count(Membership, { userId })) === 0) await removeUser(em, userId)
  afterCommit(em, () => core.realtime.reconsider(userId))
}
