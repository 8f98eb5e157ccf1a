import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../database/query.ts'
import { Account } from '../domain/account/account.entity.ts'
import { Membership } from '../domain/membership/membership.entity.ts'
import { UserSession } from '../domain/user/session.entity.ts'
import { User } from '../domain/user/user.entity.ts'

/** Somebody who calls, and what they are in the account of the path. */
export interface Caller {
  user: User
  session: UserSession | undefined
  account: Account | undefined
  membership: Membership | undefined
}

interface Row {
  user: object
  session?: object | null
  account: object | null
  membership: object | null
}

// Every signed-in request begins with one of these: one statement, for each round trip costs as much as the rest.
const place = `left join accounts a on a.id = $2
  left join account_users m on m.account_id = $2 and m.user_id = u.id`
const byToken = {
  name: 'caller-by-token',
  text: `select row_to_json(u) as user, row_to_json(a) as account, row_to_json(m) as membership
    from access_tokens t join users u on u.id = t.owner_id ${place}
    where t.token_digest = $1 and t.owner_type = 'User'`,
}
const bySession = {
  name: 'caller-by-session',
  text: `select row_to_json(u) as user, row_to_json(s) as session, row_to_json(a) as account, row_to_json(m) as membership
    from users u join user_sessions s on s.user_id = u.id and s.client = $3 ${place}
    where lower(u.email) = $1`,
}

/** `accountId` is the account of the path, null where the path has none. */
export const findByToken = (
  em: EntityManager,
  tokenDigest: string,
  accountId: number | null,
): Promise<Caller | undefined> => find(em, byToken, [tokenDigest, accountId])

/** By e-mail in lower case and the client's id; the token is still to be compared. */
export const findBySession = (
  em: EntityManager,
  { email, client }: { email: string; client: string },
  accountId: number | null,
): Promise<Caller | undefined> => find(em, bySession, [email, accountId, client])

async function find(
  em: EntityManager,
  statement: { name: string; text: string },
  values: unknown[],
): Promise<Caller | undefined> {
  const [row] = await prepared<Row>(em, statement, values)
  if (!row) return undefined
  return {
    user: em.map(User, row.user),
    session: row.session ? em.map(UserSession, row.session) : undefined,
    account: row.account ? em.map(Account, row.account) : undefined,
    membership: row.membership ? em.map(Membership, row.membership) : undefined,
  }
}
