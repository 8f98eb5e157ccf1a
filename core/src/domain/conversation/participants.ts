import { query } from '../../database/query.ts'
import type { Work } from '../work.ts'
import type { ConversationColumns } from './conversation.rows.ts'

type Place = Pick<ConversationColumns, 'id' | 'inbox_id'>

/** Users who watch a conversation, in the order in which they came. */
export async function participantIds({ em, accountId }: Work, { id }: Place): Promise<number[]> {
  const text =
    'select user_id from conversation_participants where account_id = $1 and conversation_id = $2 order by id'
  return (await query<{ user_id: number }>(em, text, [accountId, id])).map(({ user_id }) => user_id)
}

/** Adds watchers who may see the inbox; answers those who are new. Others are passed over. */
export async function addParticipants(
  { em, accountId }: Work,
  place: Place,
  userIds: readonly number[],
): Promise<number[]> {
  const rows = await query<{ user_id: number }>(
    em,
    `insert into conversation_participants (account_id, conversation_id, user_id)
     select $1, $2, m.user_id from account_users m where m.account_id = $1 and m.user_id = any($4) and (m.role = 1 or exists (
       select from inbox_members im where im.account_id = $1 and im.inbox_id = $3 and im.user_id = m.user_id))
     on conflict do nothing returning user_id`,
    [accountId, place.id, place.inbox_id, userIds],
  )
  return rows.map(({ user_id }) => user_id)
}

/** Takes watchers away. */
export async function removeParticipants(
  { em, accountId }: Work,
  { id }: Place,
  userIds: readonly number[],
): Promise<void> {
  const text =
    'delete from conversation_participants where account_id = $1 and conversation_id = $2 and user_id = any($3)'
  await query(em, text, [accountId, id, userIds])
}
