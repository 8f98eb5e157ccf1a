import type { EntityManager } from '@mikro-orm/postgresql'
import { Reply, type Request } from '../../http/route.ts'
import { sessionHeaders } from '../../http/session-headers.ts'
import { openSession } from './open-session.ts'
import { presentUser } from './present-user.ts'
import type { User } from './user.entity.ts'

/** Headers that sign a new device in; the bearer form holds the same for clients that keep one value. */
export async function newSessionHeaders(em: EntityManager, user: User): Promise<Record<string, string>> {
  const headers = sessionHeaders(user, await openSession(em, user))
  const bearer = Buffer.from(JSON.stringify(headers)).toString('base64')
  return { ...headers, authorization: `Bearer ${bearer}` }
}

/** Signs the user in on a new device; the answer is made once that is committed. */
export async function signInReply(request: Request, user: User): Promise<() => Promise<Reply>> {
  const headers = await newSessionHeaders(request.em, user)
  return async () => new Reply(200, { data: await presentUser(request.core, request.em, user) }, headers)
}
