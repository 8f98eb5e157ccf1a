import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'
import { digest, newToken } from '../../secrets/token.ts'
import { UserSession } from './session.entity.ts'
import type { User } from './user.entity.ts'

const maxSessions = 25
const months = 2

export interface OpenSession {
  /** In clear only here and in the answer's headers. */
  token: string
  client: string
  expiresAt: Date
}

/** Signs a device in. Of more than 25 devices the oldest is signed out. */
export async function openSession(em: EntityManager, user: Pick<User, 'id'>): Promise<OpenSession> {
  const session = { token: newToken(), client: newToken(), expiresAt: inMonths(months) }
  em.create(UserSession, {
    userId: user.id,
    client: session.client,
    tokenDigest: digest(session.token),
    expiresAt: session.expiresAt,
  })
  await em.flush()
  await query(
    em,
    `delete from user_sessions where id in
       (select id from user_sessions where user_id = $1 order by created_at desc, id desc offset $2)`,
    [user.id, maxSessions],
  )
  return session
}

/** Signs every device of the user out. */
export const closeSessions = (em: EntityManager, userId: number): Promise<number> =>
  em.nativeDelete(UserSession, { userId })

function inMonths(count: number): Date {
  const date = new Date()
  date.setMonth(date.getMonth() + count)
  return date
}
