import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { EntityManager } from '@mikro-orm/postgresql'
import { AccessToken } from '../domain/user/access-token.entity.ts'
import { UserSession } from '../domain/user/session.entity.ts'
import { User } from '../domain/user/user.entity.ts'
import { CordboardError, unauthenticated } from '../errors.ts'
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
  if (!credentials) throw unauthenticated()
  return bySession(em, credentials)
}

export const digest = (token: string): string => createHash('sha256').update(token).digest('hex')

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
const apiToken = (headers: IncomingHttpHeaders) => first(headers.api_access_token) ?? first(headers['api-access-token'])

async function byApiToken(em: EntityManager, token: string): Promise<Identity> {
  const found = await em.findOne(AccessToken, { token, ownerType: 'User' })
  const user = found && (await em.findOne(User, found.ownerId))
  if (!user) throw new CordboardError('token.invalid', 401, 'Invalid Access Token')
  return { user, session: { apiToken: true } }
}

interface SessionCredentials {
  token: string
  client: string
  uid: string
}

function sessionOf(headers: IncomingHttpHeaders): SessionCredentials | undefined {
  const [token, client, uid] = [first(headers['access-token']), first(headers.client), first(headers.uid)]
  if (token && client && uid) return { token, client, uid }
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1]
  if (!bearer) return undefined
  try {
    const parsed = JSON.parse(Buffer.from(bearer, 'base64').toString('utf8'))
    return { token: String(parsed['access-token']), client: String(parsed.client), uid: String(parsed.uid) }
  } catch {
    return undefined
  }
}

async function bySession(em: EntityManager, { token, client, uid }: SessionCredentials): Promise<Identity> {
  const user = await em.findOne(User, { email: uid.trim().toLowerCase() })
  const session = user && (await em.findOne(UserSession, { userId: user.id, client }))
  if (!session || session.expiresAt < new Date() || !sameDigest(session.tokenDigest, digest(token)))
    throw unauthenticated()
  return { user, session: { client } }
}

const sameDigest = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
