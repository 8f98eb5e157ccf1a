import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { afterCommit } from '../../database/after-commit.ts'
import { query } from '../../database/query.ts'
import { digest, newToken } from '../../secrets/token.ts'
import { closeSessions } from './open-session.ts'
import { checkPassword, hashPassword } from './password.ts'
import { User } from './user.entity.ts'

const lifetimeHours = 6

/** A new link's token for the user; an older one is void. */
export async function startPasswordReset(em: EntityManager, userId: number): Promise<string> {
  const token = newToken()
  await query(em, 'update users set reset_password_digest = $2, reset_password_sent_at = now() where id = $1', [
    userId,
    digest(token),
  ])
  return token
}

/**
 * Changes the password of whoever the token was sent to; undefined when it is wrong, used or older than six hours. All
 * devices are signed out. The letter arrived, so the address is confirmed.
 */
export async function resetPassword(
  core: Core,
  em: EntityManager,
  { token, password, confirmation }: { token: string; password: string; confirmation: string },
): Promise<User | undefined> {
  checkPassword(password, confirmation)
  // Taking the token away is what makes it single-use, also for two requests at the same time.
  const [taken] = await query<{ id: number }>(
    em,
    `update users set reset_password_digest = null where reset_password_digest = $1
       and reset_password_sent_at > now() - make_interval(hours => $2) returning id`,
    [digest(token), lifetimeHours],
  )
  if (!taken) return undefined
  const user = await em.findOneOrFail(User, { id: taken.id })
  user.confirmedAt ??= new Date()
  await changePassword(core, em, user, password)
  return user
}

/** Sets a password that was checked before, signs all devices out and cuts their sockets. */
export async function changePassword(core: Core, em: EntityManager, user: User, password: string): Promise<void> {
  user.passwordDigest = await hashPassword(password)
  await closeSessions(em, user.id)
  await voidRealtimeToken(core, em, user)
}

/** Gives a user another realtime token: sockets opened with the old one are cut. */
export async function voidRealtimeToken(core: Core, em: EntityManager, user: User): Promise<void> {
  user.pubsubToken = newToken()
  await em.flush()
  afterCommit(em, () => core.realtime.reconsider(user.id))
}
