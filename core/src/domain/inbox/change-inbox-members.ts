import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'

/** Lets members of the account work in an inbox. */
export async function addToInbox(
  em: EntityManager,
  accountId: number,
  inboxId: number,
  userIds: readonly number[],
): Promise<void> {
  await query(
    em,
    `insert into inbox_members (account_id, inbox_id, user_id) select $1, $2, unnest($3::bigint[]) on conflict do nothing`,
    [accountId, inboxId, userIds],
  )
}

export async function removeFromInbox(
  em: EntityManager,
  accountId: number,
  inboxId: number,
  userIds: readonly number[],
): Promise<void> {
  await query(em, 'delete from inbox_members where account_id = $1 and inbox_id = $2 and user_id = any($3::bigint[])', [
    accountId,
    inboxId,
    userIds,
  ])
}

/** Makes exactly these members of the account the people of the inbox. */
export async function replaceMembers(
  em: EntityManager,
  accountId: number,
  inboxId: number,
  userIds: readonly number[],
): Promise<void> {
  await addToInbox(em, accountId, inboxId, userIds)
  await query(
    em,
    'delete from inbox_members where account_id = $1 and inbox_id = $2 and user_id <> all($3::bigint[])',
    [accountId, inboxId, userIds],
  )
}

export async function inboxMemberIds(em: EntityManager, accountId: number, inboxId: number): Promise<number[]> {
  const rows = await query<{ user_id: number }>(
    em,
    'select user_id from inbox_members where account_id = $1 and inbox_id = $2',
    [accountId, inboxId],
  )
  return rows.map(({ user_id }) => user_id)
}
