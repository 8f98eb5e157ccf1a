import type { Agent } from './agents.ts'
import type { Contact } from './contacts.ts'
import type { Message } from './message.ts'
import type { Team } from './teams.ts'

export type ConversationStatus = 'open' | 'resolved' | 'pending' | 'snoozed'
export type Priority = 'low' | 'medium' | 'high' | 'urgent'
export const priorities: readonly Priority[] = ['urgent', 'high', 'medium', 'low']

export interface Conversation {
  id: number
  inbox_id: number
  status: ConversationStatus
  priority: Priority | null
  labels: string[]
  can_reply: boolean
  muted: boolean
  snoozed_until: string | null
  unread_count: number
  created_at: number
  last_activity_at: number
  waiting_since: number
  agent_last_seen_at: number
  contact_last_seen_at: number
  updated_at: number
  additional_attributes: Record<string, unknown>
  custom_attributes: Record<string, unknown>
  meta: {
    sender: Contact
    assignee: Agent | null
    team: Team | null
    channel?: string
  }
  /** The message that a list shows, if any. */
  messages: Message[]
}

type Wire = Partial<Conversation> & {
  id: number
  meta?: Partial<Conversation['meta']>
  last_non_activity_message?: Message | null
}

/**
 * One shape for the answers of the API and for realtime events, which leave out what they do not know:
 * the API drops an empty assignee, events write null; events lack `muted` and half of the contact.
 */
export function fromServer(wire: Wire, known?: Conversation): Conversation {
  const { last_non_activity_message, ...fields } = wire
  const sender = { ...known?.meta.sender, ...wire.meta?.sender } as Contact
  const last = last_non_activity_message ?? wire.messages?.at(-1)
  return {
    ...({ muted: false, labels: [], unread_count: 0, priority: null, snoozed_until: null } as unknown as Conversation),
    ...known,
    ...fields,
    meta: {
      ...known?.meta,
      ...wire.meta,
      sender,
      assignee: wire.meta ? (wire.meta.assignee ?? null) : (known?.meta.assignee ?? null),
      team: wire.meta ? (wire.meta.team ?? null) : (known?.meta.team ?? null),
    },
    messages: newest(last, known?.messages.at(-1)),
  }
}

const newest = (one: Message | undefined, other: Message | undefined): Message[] => {
  if (!one || !other) return [one ?? other].filter((message) => message !== undefined)
  return [one.id >= other.id ? one : other]
}
