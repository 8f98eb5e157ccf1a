import type { IncomingHttpHeaders } from 'node:http'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Account } from '../domain/account/account.entity.ts'
import type { Membership } from '../domain/membership/membership.entity.ts'
import { normaliseEmail } from '../domain/user/email.ts'
import type { User } from '../domain/user/user.entity.ts'
import { CordboardError, unauthenticated } from '../errors.ts'
import { digest, sameDigest } from '../secrets/token.ts'
import { type Caller, findBySession, findByToken } from './find-caller.ts'
import type { Request } from './route.ts'

export interface Identity {
  user: User
  session: NonNullable<Request['session']>
  /** The account that was asked for, where it exists. */
  account: Account | undefined
  /** What the user is in it. */
  membership: Membership | undefined
}

/**
 * Finds out who calls: an API token where the header is there, else the session headers. Throws a 401. With `accountId`,
 * the account and what the user is in it come along.
 */
export async function authenticate(
  em: EntityManager,
  headers: IncomingHttpHeaders,
  accountId: number | null = null,
): Promise<Identity> {
  const token = apiToken(headers)
  if (token !== undefined) return byApiToken(em, token, accountId)
  const credentials = sessionOf(headers)
  const identity = credentials && (await bySession(em, credentials, accountId))
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

async function byApiToken(em: EntityManager, token: string, accountId: number | null): Promise<Identity> {
  const caller = await findByToken(em, digest(token), accountId)
  if (!caller) throw new CordboardError('token.invalid', 401, 'Invalid Access Token')
  return identityOf(caller, { apiToken: true })
}

const identityOf = ({ user, account, membership }: Caller, session: Identity['session']): Identity => ({
  user,
  session,
  account,
  membership,
})

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
export async function bySession(
  em: EntityManager,
  { token, client, uid }: SessionCredentials,
  accountId: number | null = null,
): Promise<Identity | undefined> {
  const caller = await findBySession(em, { email: normaliseEmail(uid), client: client.replaceAll('\0', '') }, accountId)
  const session = caller?.session
  if (!session || session.expiresAt < new Date() || !sameDigest(session.tokenDigest, digest(token))) return undefined
  return identityOf(caller, { client: session.client, token, expiresAt: session.expiresAt })
}
