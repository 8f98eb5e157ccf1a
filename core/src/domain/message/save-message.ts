import { query } from '../../database/query.ts'
import { emit } from '../../events/emit.ts'
import type { Work } from '../work.ts'
import { contentTypes, messageStatuses } from './message.names.ts'
import type { MessageColumns } from './message.presenter.ts'

export type MessageChanges = Partial<
  Pick<MessageColumns, 'content' | 'content_type' | 'status' | 'content_attributes' | 'source_id'>
>

const casts = {
  content: 'text',
  content_type: 'smallint',
  status: 'smallint',
  content_attributes: 'jsonb',
  source_id: 'text',
} as const
type Settable = keyof typeof casts

/** Writes what really changes and tells it as `message.updated`, or as the given fact. */
export async function saveMessage(
  work: Work,
  message: MessageColumns,
  wanted: MessageChanges,
  fact = 'message.updated',
): Promise<void> {
  const changed = (Object.keys(wanted) as Settable[]).filter(
    (key) => JSON.stringify(message[key]) !== JSON.stringify(wanted[key]),
  )
  if (changed.length === 0) return
  const places = changed.map((key, index) => `${key} = $${index + 3}::${casts[key]}`)
  const content = changed.indexOf('content')
  const processed = content < 0 ? '' : `, processed_message_content = $${content + 3}`
  await query(
    work.em,
    `update messages set ${places.join(', ')}${processed}, updated_at = clock_timestamp() where account_id = $1 and id = $2`,
    [
      work.accountId,
      message.id,
      ...changed.map((key) => (casts[key] === 'jsonb' ? JSON.stringify(wanted[key]) : wanted[key])),
    ],
  )
  const changes = Object.fromEntries(changed.map((key) => [key, [onWire(key, message[key]), onWire(key, wanted[key])]]))
  await emit(work.em, {
    accountId: work.accountId,
    name: fact,
    subjectType: 'message',
    subjectId: message.id,
    payload: { messageId: message.id, conversationId: message.conversation_id, inboxId: message.inbox_id, changes },
    actor: work.actor,
    queueKey: `conversation:${message.conversation_id}`,
  })
}

function onWire(key: Settable, value: unknown): unknown {
  if (key === 'status') return messageStatuses[Number(value)]
  return key === 'content_type' ? contentTypes[Number(value)] : value
}
