import { query } from '../../database/query.ts'
import { emit } from '../../events/emit.ts'
import { writeActivity } from '../message/write-activity.ts'
import type { Work } from '../work.ts'
import { changeStatus } from './change-status.ts'
import type { ConversationColumns } from './conversation.rows.ts'

/** Blocks the contact, everywhere, and resolves this conversation; or lets the contact in again. */
export async function muteConversation(work: Work, conversation: ConversationColumns, muted: boolean): Promise<void> {
  if (muted) await changeStatus(work, conversation, { status: 'resolved' })
  const changed = await query(
    work.em,
    'update contacts set blocked = $3, updated_at = now() where account_id = $1 and id = $2 and blocked <> $3 returning id',
    [work.accountId, conversation.contact_id, muted],
  )
  if (changed.length === 0) return
  await emit(work.em, {
    accountId: work.accountId,
    name: 'contact.updated',
    subjectType: 'contact',
    subjectId: conversation.contact_id,
    payload: { contactId: conversation.contact_id, changes: { blocked: [!muted, muted] } },
    actor: work.actor,
    queueKey: `contact:${conversation.contact_id}`,
  })
  await writeActivity(work, conversation, { kind: 'mute', muted })
}
