import { query } from '../../database/query.ts'
import type { Work } from '../work.ts'
import type { ConversationColumns } from './conversation.rows.ts'

/** An agent has seen everything up to now. */
export async function markSeen({ em, accountId }: Work, { id }: ConversationColumns, userId: number): Promise<void> {
  await query(
    em,
    `update conversations set agent_last_seen_at = clock_timestamp(),
       assignee_last_seen_at = case when assignee_id = $3 then clock_timestamp() else assignee_last_seen_at end
     where account_id = $1 and id = $2`,
    [accountId, id, userId],
  )
}

/** The contact's last message counts as unread again. */
export async function markUnread({ em, accountId }: Work, { id }: ConversationColumns): Promise<void> {
  await query(
    em,
    `update conversations set agent_last_seen_at = moment, assignee_last_seen_at = moment
     from (select max(created_at) - interval '1 second' as moment from messages
       where account_id = $1 and conversation_id = $2 and message_type = 0) last
     where account_id = $1 and id = $2`,
    [accountId, id],
  )
}
