import type { Work } from '../work.ts'
import { isDeliverable } from './create-message.ts'
import { messageStatuses, messageTypes } from './message.names.ts'
import type { MessageColumns } from './message.presenter.ts'
import { saveMessage } from './save-message.ts'

/** Hands a message to its channel again, as if it had just been written. */
export async function retryMessage(work: Work, message: MessageColumns): Promise<void> {
  await saveMessage(work, message, { status: messageStatuses.indexOf('sent'), content_attributes: {} })
  const type = messageTypes[message.message_type] ?? 'activity'
  if (!isDeliverable({ type, private: message.private, sourceId: message.source_id })) return
  const queue = `conversation:${message.conversation_id}`
  await work.core.jobs.enqueue(
    work.em,
    'outbound.deliver',
    { messageId: message.id, accountId: work.accountId },
    { queue },
  )
}
