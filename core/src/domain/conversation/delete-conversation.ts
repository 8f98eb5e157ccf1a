import { query } from '../../database/query.ts'
import { emit } from '../../events/emit.ts'
import { purgeFiles } from '../message/purge-files.ts'
import type { Work } from '../work.ts'
import { conversationEvent } from './save-conversation.ts'

/** Deletes a conversation with its messages and files. One that is gone already is no error. */
export async function deleteConversation(work: Work, conversationId: number): Promise<void> {
  const { em, accountId } = work
  const attached = await query<{ blob_id: number | null }>(
    em,
    `select a.blob_id from attachments a join messages m on m.account_id = $1 and m.id = a.message_id
     where a.account_id = $1 and m.conversation_id = $2`,
    [accountId, conversationId],
  )
  const [gone] = await query<{ id: number; inbox_id: number; display_id: number }>(
    em,
    'delete from conversations where account_id = $1 and id = $2 returning id, inbox_id, display_id',
    [accountId, conversationId],
  )
  if (!gone) return
  await purgeFiles(
    work,
    attached.map(({ blob_id }) => blob_id),
  )
  await emit(
    em,
    conversationEvent(work, gone, { name: 'conversation.deleted', payload: { displayId: gone.display_id } }),
  )
}
