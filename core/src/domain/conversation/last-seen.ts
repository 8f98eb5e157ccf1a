import { query } from '../../database/query.ts'
import { isShown, tellChannel } from '../message/tell-channel.ts'
import type { Work } from '../work.ts'
import type { ConversationColumns } from './conversation.rows.ts'
import type { FoundConversation } from './find-conversation.ts'

/** An agent has seen everything up to now. The contact is shown it where there was something new of theirs. */
export async function markSeen(work: Work, conversation: FoundConversation, userId: number): Promise<void> {
  const { core, em, accountId } = work
  const { id } = conversation
  if ((await isShown(core, 'read', conversation)) && (await hasNews(work, conversation)))
    await tellChannel(core, em, 'read', conversation)
  await query(
    em,
    `update conversations set agent_last_seen_at = clock_timestamp(),
       assignee_last_seen_at = case when assignee_id = $3 then clock_timestamp() else assignee_last_seen_at end
     where account_id = $1 and id = $2`,
    [accountId, id, userId],
  )
}

async function hasNews({ em, accountId }: Work, { id, agent_last_seen_at }: FoundConversation): Promise<boolean> {
  const [found] = await query<{ news: boolean }>(
    em,
    `select exists (select from messages where account_id = $1 and conversation_id = $2 and message_type = 0
       and source_id is not null and created_at > coalesce($3::timestamptz, '-infinity')) as news`,
    [accountId, id, agent_last_seen_at],
  )
  return found?.news === true
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
