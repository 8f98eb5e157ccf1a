import { type ContactRow, contactJson, presentContactEvent } from '../contact/contact.presenter.ts'
import { presentUserEvent, type UserRow, userJson } from '../conversation/agent.presenter.ts'
import type { Surroundings } from '../surroundings.ts'
import { seconds } from '../wire-time.ts'
import { type AttachmentRow, attachmentsJson, presentAttachment } from './attachment.presenter.ts'
import { contentTypes, messageStatuses } from './message.names.ts'

/** A message with its sender and attachments, as `messageJson` reads it. */
export interface MessageRow {
  message: MessageColumns
  /** The conversation's id on the wire. */
  display_id: number
  user: UserRow | null
  contact: ContactRow | null
  attachments: AttachmentRow[]
}

export interface MessageColumns {
  id: number
  account_id: number
  inbox_id: number
  conversation_id: number
  message_type: number
  content_type: number
  status: number
  private: boolean
  content: string | null
  processed_message_content: string | null
  content_attributes: Record<string, unknown>
  additional_attributes: Record<string, unknown>
  external_source_ids: Record<string, unknown>
  sentiment: Record<string, unknown>
  sender_type: string | null
  sender_id: number | null
  source_id: string | null
  created_at: string
  updated_at: string
}

/** What a message's frame says of its conversation. */
export interface ThreadRow {
  assignee_id: number | null
  unread_count: number
  last_activity_at: string
  source_id: string | null
}

/** SQL of message `m` with sender and attachments as a JSON object; `displayId` is the conversation's. */
export const messageJson = (m: string, displayId: string): string => `json_build_object(
  'message', ${m}, 'display_id', ${displayId},
  'user', case when ${m}.sender_type = 'User' then (select ${userJson('u')} from users u where u.id = ${m}.sender_id) end,
  'contact', case when ${m}.sender_type = 'Contact' then (
    select ${contactJson('k')} from contacts k where k.account_id = ${m}.account_id and k.id = ${m}.sender_id) end,
  'attachments', ${attachmentsJson(m)})`

/** The users whose availability a presented message shows. */
export const peopleOf = (rows: readonly MessageRow[]): (number | null)[] => rows.map(({ user }) => user?.id ?? null)

/** {Message} of the application API. `echoId` goes only to the reply of the creating call. */
export const presentMessage = (row: MessageRow, around: Surroundings, echoId?: string) => ({
  id: row.message.id,
  content: row.message.content,
  inbox_id: row.message.inbox_id,
  ...(echoId === undefined ? {} : { echo_id: echoId }),
  conversation_id: row.display_id,
  message_type: row.message.message_type,
  content_type: contentTypes[row.message.content_type] ?? 'text',
  status: messageStatuses[row.message.status] ?? 'sent',
  content_attributes: row.message.content_attributes,
  created_at: seconds(row.message.created_at),
  private: row.message.private,
  source_id: row.message.source_id,
  ...presentSender(row, around),
  ...presentAttachments(row, around),
})

/** {MessageEvent}: the message in realtime frames and inside conversations. */
export const presentMessageEvent = (row: MessageRow, thread: ThreadRow, around: Surroundings, echoId?: string) => ({
  id: row.message.id,
  content: row.message.content,
  account_id: row.message.account_id,
  inbox_id: row.message.inbox_id,
  conversation_id: row.display_id,
  message_type: row.message.message_type,
  created_at: seconds(row.message.created_at),
  updated_at: new Date(row.message.updated_at).toISOString(),
  private: row.message.private,
  status: messageStatuses[row.message.status] ?? 'sent',
  source_id: row.message.source_id,
  content_type: contentTypes[row.message.content_type] ?? 'text',
  content_attributes: row.message.content_attributes,
  sender_type: row.message.sender_type,
  sender_id: row.message.sender_id,
  external_source_ids: row.message.external_source_ids,
  additional_attributes: row.message.additional_attributes,
  processed_message_content: row.message.processed_message_content,
  sentiment: row.message.sentiment,
  conversation: {
    assignee_id: thread.assignee_id,
    unread_count: thread.unread_count,
    last_activity_at: seconds(thread.last_activity_at),
    contact_inbox: { source_id: thread.source_id },
  },
  ...(echoId === undefined ? {} : { echo_id: echoId }),
  ...presentAttachments(row, around),
  ...presentSender(row, around),
})

function presentSender({ user, contact }: MessageRow, around: Surroundings) {
  if (user) return { sender: presentUserEvent(user, around) }
  return contact ? { sender: presentContactEvent(contact, around) } : {}
}

const presentAttachments = ({ attachments }: MessageRow, { files }: Surroundings) =>
  attachments.length > 0 ? { attachments: attachments.map((row) => presentAttachment(row, files)) } : {}
