import { query } from '../../database/query.ts'
import type { Work } from '../work.ts'
import { contentTypes } from './message.names.ts'
import type { MessageColumns } from './message.presenter.ts'
import { purgeFiles } from './purge-files.ts'
import { saveMessage } from './save-message.ts'

export const deletedText = 'This message was deleted'

/** Empties a message: its row stays in the thread and says so, its files go. */
export async function deleteMessage(work: Work, message: MessageColumns): Promise<void> {
  const { em, accountId } = work
  const attached = await query<{ blob_id: number | null }>(
    em,
    'delete from attachments where account_id = $1 and message_id = $2 returning blob_id',
    [accountId, message.id],
  )
  await purgeFiles(
    work,
    attached.map(({ blob_id }) => blob_id),
  )
  const emptied = {
    content: deletedText,
    content_type: contentTypes.indexOf('text'),
    content_attributes: { deleted: true },
  }
  await saveMessage(work, message, emptied, 'message.deleted')
}
