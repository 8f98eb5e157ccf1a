import type { Contact } from './contacts.ts'

/** The wire's numbers for who speaks. */
export const MessageType = { incoming: 0, outgoing: 1, activity: 2, template: 3 } as const
export type MessageStatus = 'sent' | 'delivered' | 'read' | 'failed' | 'progress'
export type AttachmentKind =
  | 'image'
  | 'audio'
  | 'video'
  | 'file'
  | 'location'
  | 'fallback'
  | 'share'
  | 'story_mention'
  | 'contact'
  | 'ig_reel'

export interface Attachment {
  id: number
  message_id: number
  file_type: AttachmentKind
  data_url?: string
  thumb_url?: string
  file_size?: number
  extension?: string | null
  width?: number | null
  height?: number | null
  coordinates_lat?: number
  coordinates_long?: number
  fallback_title?: string | null
  transcribed_text?: string
  meta?: Record<string, unknown>
}

export interface Sender {
  id: number
  name: string | null
  available_name?: string
  avatar_url?: string
  thumbnail?: string
  type: 'user' | 'contact' | 'agent_bot' | 'captain_assistant'
}

export interface Message {
  /** Negative while the server has not stored it. */
  id: number
  conversation_id: number
  inbox_id: number
  content: string | null
  content_type: string
  content_attributes: ContentAttributes
  message_type: number
  status: MessageStatus
  private: boolean
  created_at: number
  source_id: string | null
  echo_id?: string
  sender?: Sender
  attachments?: Attachment[]
}

export interface ContentAttributes {
  in_reply_to?: number
  deleted?: boolean
  external_error?: string
  is_unsupported?: boolean
  items?: { title?: string; value?: string; description?: string; link?: string; name?: string; label?: string }[]
  submitted_values?: { title?: string; name?: string; value?: string }[]
  submitted_email?: string
  [key: string]: unknown
}

/** What a realtime event says beside the message. */
export interface MessageEvent extends Message {
  account_id: number
  conversation?: { assignee_id: number | null; unread_count: number; last_activity_at: number }
}

export const isIncoming = (message: Message): boolean => message.message_type === MessageType.incoming
export const isActivity = (message: Message): boolean => message.message_type === MessageType.activity
export const isPending = (message: Message): boolean => message.id < 0

/** The words that a sender goes by in the thread. */
export const senderName = (sender: Sender | undefined, contact?: Contact): string =>
  sender?.available_name || sender?.name || contact?.name || ''
