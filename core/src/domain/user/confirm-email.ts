import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'
import { digest, newToken } from '../../secrets/token.ts'
import { User } from './user.entity.ts'

/** A new link's token for confirming the user's address, or the one they want to change to. */
export async function startConfirmation(em: EntityManager, userId: number): Promise<string> {
  const token = newToken()
  await query(em, 'update users set confirmation_digest = $2 where id = $1', [userId, digest(token)])
  return token
}

/** Confirms the address that the token was sent to, or says why not. */
export async function confirmEmail(
  em: EntityManager,
  token: string,
): Promise<User | 'Invalid token' | 'Already confirmed'> {
  const user = await em.findOne(User, { confirmationDigest: digest(token) })
  if (!user) return 'Invalid token'
  if (user.confirmedAt && !user.unconfirmedEmail) return 'Already confirmed'
  if (user.unconfirmedEmail) user.email = user.unconfirmedEmail
  user.unconfirmedEmail = null
  user.confirmedAt = new Date()
  await em.flush()
  return user
}
