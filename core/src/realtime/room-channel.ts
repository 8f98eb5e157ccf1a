import type { Pool } from 'pg'
import type { Connection, Subscription } from './connection.ts'

/** Checks a `RoomChannel` subscription; undefined = refused. */
export async function authorise(
  pool: Pool,
  connection: Connection,
  identifier: string,
): Promise<Subscription | undefined> {
  const request = requestOf(identifier)
  if (!request) return undefined
  const found = request.userId === undefined ? await contactOf(pool, request.token) : await memberOf(pool, request)
  if (!found) return undefined
  return { connection, identifier, prefix: `{"identifier":${JSON.stringify(identifier)},"message":`, ...found }
}

interface RoomRequest {
  token: string
  accountId: number
  userId: number | undefined
}

function requestOf(identifier: string): RoomRequest | undefined {
  let parsed: Record<string, unknown>
  try {
    parsed = JSON.parse(identifier)
  } catch {
    return undefined
  }
  if (parsed?.channel !== 'RoomChannel' || typeof parsed.pubsub_token !== 'string') return undefined
  // No token has a NUL, and the database would not take it.
  if (parsed.pubsub_token.includes('\0')) return undefined
  const userId = parsed.user_id === undefined || parsed.user_id === null ? undefined : Number(parsed.user_id)
  const accountId = Number(parsed.account_id ?? 0)
  if (!Number.isSafeInteger(accountId) || (userId !== undefined && !Number.isSafeInteger(userId))) return undefined
  return { token: parsed.pubsub_token, accountId, userId }
}

type Found = Pick<Subscription, 'accountId' | 'userId' | 'contactId' | 'streams'>

async function memberOf(pool: Pool, { token, accountId, userId }: RoomRequest): Promise<Found | undefined> {
  const { rowCount } = await pool.query({
    name: 'realtime-member',
    text: `select 1 from users join account_users on account_users.user_id = users.id join accounts on accounts.id = account_users.account_id
           where users.pubsub_token = $1 and users.id = $2 and account_users.account_id = $3 and accounts.status = 0`,
    values: [token, userId, accountId],
  })
  return rowCount ? { accountId, userId, contactId: undefined, streams: [token, `account_${accountId}`] } : undefined
}

async function contactOf(pool: Pool, token: string): Promise<Found | undefined> {
  const { rows } = await pool.query<{ account_id: number; contact_id: number }>({
    name: 'realtime-contact',
    text: `select account_id, contact_id from contact_inboxes join accounts on accounts.id = account_id
           where pubsub_token = $1 and accounts.status = 0`,
    values: [token],
  })
  const row = rows[0]
  return row && { accountId: row.account_id, userId: undefined, contactId: row.contact_id, streams: [token] }
}
