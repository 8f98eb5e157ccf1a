import type { IncomingHttpHeaders } from 'node:http'
import type { EntityManager } from '@mikro-orm/postgresql'
import { AccessToken } from '../domain/user/access-token.entity.ts'
import { normaliseEmail } from '../domain/user/email.ts'
import { UserSession } from '../domain/user/session.entity.ts'
import { User } from '../domain/user/user.entity.ts'
import { CordboardError, unauthenticated } from '../errors.ts'
import { digest, sameDigest } from '../secrets/token.ts'
import type { Request } from './route.ts'

export interface Identity {
  user: User
  session: NonNullable<Request['session']>
}

/** Finds out who calls: an API token where the header is there, else the session headers. Throws a 401. */
export async function authenticate(em: EntityManager, headers: IncomingHttpHeaders): Promise<Identity> {
  const token = apiToken(headers)
  if (token !== undefined) return byApiToken(em, token)
  const credentials = sessionOf(headers)
  const identity = credentials && (await bySession(em, credentials))
  if (!identity) throw unauthenticated()
  return identity
}

/** Like `authenticate` where the caller names themselves at all; undefined for a stranger. */
export const authenticateIfAsked = async (
  em: EntityManager,
  headers: IncomingHttpHeaders,
): Promise<Identity | undefined> =>
  apiToken(headers) !== undefined || sessionOf(headers) ? authenticate(em, headers) : undefined

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
const apiToken = (headers: IncomingHttpHeaders) => first(headers.api_access_token) ?? first(headers['api-access-token'])

async function byApiToken(em: EntityManager, token: string): Promise<Identity> {
  const found = await em.findOne(AccessToken, { tokenDigest: digest(token), ownerType: 'User' })
  const user = found && (await em.findOne(User, { id: found.ownerId }))
  if (!user) throw new CordboardError('token.invalid', 401, 'Invalid Access Token')
  return { user, session: { apiToken: true } }
}

/** What a signed-in device sends with every request. */
export interface SessionCredentials {
  token: string
  client: string
  uid: string
}

/** The session headers, or the same values in one bearer token. */
export function sessionOf(headers: IncomingHttpHeaders): SessionCredentials | undefined {
  const [token, client, uid] = [first(headers['access-token']), first(headers.client), first(headers.uid)]
  if (token && client && uid) return { token, client, uid }
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  return bearer ? unpackBearer(bearer) : undefined
}

function unpackBearer(bearer: string): SessionCredentials | undefined {
  try {
    const parsed = JSON.parse(Buffer.from(bearer, 'base64').toString('utf8'))
    const { 'access-token': token, client, uid } = parsed ?? {}
    if (typeof token === 'string' && typeof client === 'string' && typeof uid === 'string')
      return { token, client, uid }
  } catch {
    // Somebody else's bearer token: no session of ours.
  }
  return undefined
}

/** The user and session that the credentials prove, or undefined. */
export async function bySession(em: EntityManager, credentials: SessionCredentials): Promise<Identity | undefined> {
  const { token, client, uid } = credentials
  const user = await em.findOne(User, { email: normaliseEmail(uid) })
  const session = user && (await em.findOne(UserSession, { userId: user.id, client: client.replaceAll('\0', '') }))
  if (!session || session.expiresAt < new Date() || !sameDigest(session.tokenDigest, digest(token))) return undefined
  return { user, session: { client: session.client, token, expiresAt: session.expiresAt } }
}
