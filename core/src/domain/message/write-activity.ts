import { query } from '../../database/query.ts'
import type { ConversationColumns } from '../conversation/conversation.rows.ts'
import type { Work } from '../work.ts'
import { type Activity, activityLines } from './activity.ts'

// The lines, the conversation's last activity and their facts in one round trip.
const text = `
  with line as (select value, place from unnest($4::text[]) with ordinality as line(value, place)),
  stored as (
    insert into messages (account_id, inbox_id, conversation_id, message_type, content, processed_message_content, created_at, updated_at)
    select $1::bigint, $2::bigint, $3::bigint, 2, value, value, clock_timestamp(), clock_timestamp() from line order by place
    returning id, created_at),
  moved as (
    update conversations set last_activity_at = (select max(created_at) from stored), updated_at = clock_timestamp()
    where account_id = $1 and id = $3)
  insert into events (account_id, name, subject_type, subject_id, queue_key, payload, actor)
  select $1, 'message.created', 'message', id, 'conversation:' || $3,
    jsonb_build_object('messageId', id, 'conversationId', $3, 'inboxId', $2), $5::jsonb
  from stored order by id`

/** Tells a change in its thread. Nothing is written where the change is nobody's. */
export async function writeActivity(
  { em, accountId, actor }: Pick<Work, 'em' | 'accountId' | 'actor'>,
  conversation: Pick<ConversationColumns, 'id' | 'inbox_id'>,
  activity: Activity,
): Promise<void> {
  const lines = activityLines(activity, actor)
  if (lines.length === 0) return
  await query(em, text, [accountId, conversation.inbox_id, conversation.id, lines, JSON.stringify(actor)])
}
