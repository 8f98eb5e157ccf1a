import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../../actor.ts'
import { prepared } from '../../database/query.ts'
import { type ConversationStatus, conversationStatuses } from '../conversation/conversation.names.ts'
import { type ContentType, contentTypes, type MessageType, messageTypes } from './message.names.ts'

/** A message that is ready to be written, with what it does to its conversation. */
export interface ReadyMessage {
  accountId: number
  inboxId: number
  conversationId: number
  actor: Actor
  type: MessageType
  contentType: ContentType
  private: boolean
  content: string | null
  contentAttributes: Record<string, unknown>
  additionalAttributes: Record<string, unknown>
  sender: { type: string; id: number } | null
  sourceId: string | null
  at: Date
  thread: {
    status: ConversationStatus
    waitingSince: Date | null
    firstReplyCreatedAt: Date | null
    reopened: boolean
  }
  attachments: readonly ReadyAttachment[]
  /** Facts of this message or its conversation, in order. */
  facts: readonly MessageFactDraft[]
}

export interface ReadyAttachment {
  file_type: number
  blob_id: number | null
  external_url?: string | null
  extension: string | null
  meta: Record<string, unknown>
}

export interface MessageFactDraft {
  name: string
  subject: 'message' | 'conversation'
  payload: Record<string, unknown>
}

// One round trip: the message, its attachments, what moves in conversation and contact, and the facts of all that.
const text = `
  with stored as (
    insert into messages (account_id, inbox_id, conversation_id, message_type, content_type, private, content,
      processed_message_content, content_attributes, additional_attributes, sender_type, sender_id, source_id, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13, $13) returning id),
  attached as (
    insert into attachments (account_id, message_id, file_type, blob_id, external_url, extension, meta)
    select $1, stored.id, a.file_type, a.blob_id, a.external_url, a.extension, a.meta from stored, jsonb_to_recordset($14)
      as a(file_type smallint, blob_id bigint, external_url text, extension text, meta jsonb)),
  moved as (
    update conversations set last_activity_at = $13, updated_at = $13, status = $15, waiting_since = $16, first_reply_created_at = $17,
      snoozed_until = case when $18 then null else snoozed_until end
    where account_id = $1 and id = $3),
  heard as (update contacts set last_activity_at = $13 where $10 = 'Contact' and account_id = $1 and id = $11),
  told as (
    insert into events (account_id, name, subject_type, subject_id, queue_key, payload, actor)
    select $1, fact.value ->> 'name', fact.value ->> 'subject',
      case fact.value ->> 'subject' when 'message' then stored.id else $3 end, 'conversation:' || $3,
      case fact.value ->> 'subject' when 'message' then jsonb_build_object('messageId', stored.id) else '{}' end
        || jsonb_build_object('conversationId', $3, 'inboxId', $2) || (fact.value -> 'payload'), $20::jsonb
    from stored, jsonb_array_elements($19) with ordinality as fact(value, place) order by fact.place)
  select id from stored`

/** Writes a message and everything that follows from it in one statement; answers its id. */
export async function storeMessage(em: EntityManager, message: ReadyMessage): Promise<number> {
  const { thread } = message
  const [row] = await prepared<{ id: number }>(em, { name: 'message-store', text }, [
    message.accountId,
    message.inboxId,
    message.conversationId,
    messageTypes.indexOf(message.type),
    contentTypes.indexOf(message.contentType),
    message.private,
    message.content,
    JSON.stringify(message.contentAttributes),
    JSON.stringify(message.additionalAttributes),
    message.sender?.type ?? null,
    message.sender?.id ?? null,
    message.sourceId,
    message.at,
    JSON.stringify(message.attachments),
    conversationStatuses.indexOf(thread.status),
    thread.waitingSince,
    thread.firstReplyCreatedAt,
    thread.reopened,
    JSON.stringify(message.facts),
    JSON.stringify(message.actor),
  ])
  return (row as { id: number }).id
}
