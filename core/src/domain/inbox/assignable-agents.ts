import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'
import { administrator } from '../membership/role.ts'

/** Users to whom conversations of all the given inboxes can be given: members of each, and every administrator. */
export async function assignableIds(
  em: EntityManager,
  accountId: number,
  inboxIds: readonly number[],
): Promise<number[]> {
  const ids = [...new Set(inboxIds)]
  const rows = await query<{ user_id: number }>(
    em,
    `select user_id from account_users m where account_id = $1 and (role = $3 or (cardinality($2::bigint[]) > 0 and
       (select count(*) from inbox_members i where i.account_id = $1 and i.user_id = m.user_id and i.inbox_id = any($2::bigint[])) = cardinality($2::bigint[])))`,
    [accountId, ids, administrator],
  )
  return rows.map(({ user_id }) => user_id)
}
