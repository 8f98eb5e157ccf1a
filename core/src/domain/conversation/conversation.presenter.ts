import { presentContact, presentContactEvent } from '../contact/contact.presenter.ts'
import { type MessageRow, presentMessageEvent, type ThreadRow } from '../message/message.presenter.ts'
import type { Surroundings } from '../surroundings.ts'
import { iso, preciseSeconds, seconds } from '../wire-time.ts'
import { presentAgentRow, presentUserEvent } from './agent.presenter.ts'
import { conversationStatuses, priorities } from './conversation.names.ts'
import type { ConversationRow } from './conversation.rows.ts'

/** {Conversation} of the application API. Its `id` is the display id; `assignee` and `team` are absent when unset. */
export const presentConversation = (row: ConversationRow, around: Surroundings) => ({
  meta: {
    sender: presentContact(row.contact, around),
    channel: row.channel_type,
    ...(row.assignee ? { assignee: presentAgentRow(row.assignee, row.conversation.account_id, around) } : {}),
    ...(row.team ? { team: row.team } : {}),
    hmac_verified: row.contact_inbox?.hmac_verified ?? false,
  },
  messages: row.last_message ? [presentInside(row, row.last_message, around)] : [],
  account_id: row.conversation.account_id,
  uuid: row.conversation.uuid,
  assignee_last_seen_at: seconds(row.conversation.assignee_last_seen_at),
  muted: row.contact.blocked,
  ...presentState(row, around),
  first_reply_created_at: seconds(row.conversation.first_reply_created_at),
  last_non_activity_message: row.last_non_activity ? presentInside(row, row.last_non_activity, around) : null,
  sla_policy_id: null,
})

/** {ConversationEvent}: the conversation in realtime frames and webhooks. */
export const presentConversationEvent = (row: ConversationRow, around: Surroundings) => ({
  ...presentState(row, around),
  channel: row.channel_type,
  contact_inbox: row.contact_inbox ? presentContactInboxEvent(row.contact_inbox) : null,
  messages: row.last_chat ? [presentInside(row, row.last_chat, around)] : [],
  meta: {
    sender: presentContactEvent(row.contact, around),
    assignee: row.assignee ? presentUserEvent(row.assignee, around) : null,
    team: row.team ? { id: row.team.id, name: row.team.name } : null,
    hmac_verified: row.contact_inbox?.hmac_verified ?? false,
  },
  first_reply_created_at: iso(row.conversation.first_reply_created_at),
})

function presentState(row: ConversationRow, around: Surroundings) {
  const { conversation } = row
  return {
    id: conversation.display_id,
    additional_attributes: conversation.additional_attributes,
    agent_last_seen_at: seconds(conversation.agent_last_seen_at),
    can_reply: canReply(row, around),
    contact_last_seen_at: seconds(conversation.contact_last_seen_at),
    custom_attributes: conversation.custom_attributes,
    inbox_id: conversation.inbox_id,
    labels: conversation.labels,
    snoozed_until: iso(conversation.snoozed_until),
    status: conversationStatuses[conversation.status] ?? 'open',
    created_at: seconds(conversation.created_at),
    updated_at: preciseSeconds(conversation.updated_at),
    timestamp: seconds(conversation.last_activity_at),
    last_activity_at: seconds(conversation.last_activity_at),
    unread_count: row.unread_count,
    priority: conversation.priority === null ? null : (priorities[conversation.priority] ?? null),
    waiting_since: seconds(conversation.waiting_since),
  }
}

const hour = 3_600_000

/** Whether the channel's reply window is open: strictly within so many hours of the last incoming message. */
function canReply({ conversation, last_incoming_at }: ConversationRow, { windows }: Surroundings): boolean {
  const hours = windows.get(conversation.inbox_id)
  if (hours === undefined) return true
  return last_incoming_at !== null && Date.now() < Date.parse(last_incoming_at) + hours * hour
}

const presentInside = (row: ConversationRow, message: MessageRow, around: Surroundings) =>
  presentMessageEvent(message, threadOf(row), around)

const threadOf = ({ conversation, unread_count, contact_inbox }: ConversationRow): ThreadRow => ({
  assignee_id: conversation.assignee_id,
  unread_count,
  last_activity_at: conversation.last_activity_at,
  source_id: contact_inbox?.source_id ?? null,
})

const presentContactInboxEvent = (row: NonNullable<ConversationRow['contact_inbox']>) => ({
  id: row.id,
  contact_id: row.contact_id,
  inbox_id: row.inbox_id,
  source_id: row.source_id,
  created_at: iso(row.created_at),
  updated_at: iso(row.updated_at),
  hmac_verified: row.hmac_verified,
  pubsub_token: row.pubsub_token,
})
