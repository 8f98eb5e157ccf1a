import { type ContactRow, contactJson } from '../contact/contact.presenter.ts'
import { type MessageRow, messageJson } from '../message/message.presenter.ts'
import { saidAt } from '../message/said-at.ts'
import { type AgentRow, agentById } from './agent.presenter.ts'

/** A conversation with all that its presentations show. `$1` is the account, `$2` the user who looks (0 = nobody). */
export interface ConversationRow {
  conversation: ConversationColumns
  channel_type: string
  contact: ContactRow
  contact_inbox: ContactInboxColumns | null
  assignee: AgentRow | null
  team: TeamRow | null
  unread_count: number
  last_incoming_at: string | null
  /** The newest message of any kind. */
  last_message: MessageRow | null
  /** The newest that is not an activity line. */
  last_non_activity: MessageRow | null
  /** The newest that the contact sees too. */
  last_chat: MessageRow | null
}

export interface ConversationColumns {
  id: number
  account_id: number
  display_id: number
  uuid: string
  inbox_id: number
  contact_id: number
  contact_inbox_id: number | null
  status: number
  priority: number | null
  assignee_id: number | null
  team_id: number | null
  snoozed_until: string | null
  waiting_since: string | null
  first_reply_created_at: string | null
  last_activity_at: string
  agent_last_seen_at: string | null
  assignee_last_seen_at: string | null
  contact_last_seen_at: string | null
  additional_attributes: Record<string, unknown>
  custom_attributes: Record<string, unknown>
  labels: string[]
  created_at: string
  updated_at: string
}

export interface ContactInboxColumns {
  id: number
  contact_id: number
  inbox_id: number
  source_id: string
  hmac_verified: boolean
  pubsub_token: string
  created_at: string
  updated_at: string
}

export interface TeamRow {
  id: number
  name: string
  description: string | null
  allow_auto_assign: boolean
  account_id: number
  is_member: boolean
}

/** Unread messages are counted up to here: clients show "9+". */
export const maxUnread = 10

/** SQL of how many incoming messages of conversation `c` no agent has seen. */
export const unreadCount = (c: string): string => `(
  select count(*)::int from (
    select from messages n where n.account_id = ${c}.account_id and n.conversation_id = ${c}.id and n.message_type = 0
    and n.created_at > coalesce(${c}.agent_last_seen_at, '-infinity') limit ${maxUnread}) unread)`

/** SQL of when the contact last wrote. */
export const lastIncomingAt = (c: string): string => `(
  select ${saidAt('n')} from messages n where n.account_id = ${c}.account_id and n.conversation_id = ${c}.id and n.message_type = 0
  order by n.created_at desc limit 1)`

const newest = (c: string, condition: string): string => `(
  select ${messageJson('m', `${c}.display_id`)} from messages m
  where m.account_id = ${c}.account_id and m.conversation_id = ${c}.id${condition} order by m.id desc limit 1)`

const nobody = 'null::json'

const shapes = {
  rest: { last_message: '', last_non_activity: ' and m.message_type <> 2', last_chat: undefined },
  event: {
    last_message: undefined,
    last_non_activity: undefined,
    last_chat: ' and m.message_type <> 2 and not m.private',
  },
}

/** SELECT list of conversation `c` in inbox `i`, for the REST shape or for realtime frames. */
export function conversationColumns(shape: keyof typeof shapes): string {
  const messages = Object.entries(shapes[shape]).map(
    ([name, condition]) => `${condition === undefined ? nobody : newest('c', condition)} as ${name}`,
  )
  return `to_json(c) as conversation, i.channel_type,
    (select ${contactJson('k')} from contacts k where k.account_id = $1 and k.id = c.contact_id) as contact,
    (select to_json(ci) from contact_inboxes ci where ci.account_id = $1 and ci.id = c.contact_inbox_id) as contact_inbox,
    ${agentById('c.assignee_id')} as assignee,
    (select json_build_object('id', t.id, 'name', t.name, 'description', t.description, 'allow_auto_assign', t.allow_auto_assign,
      'account_id', t.account_id, 'is_member', exists (select from team_members tm where tm.account_id = $1 and tm.team_id = t.id
      and tm.user_id = $2)) from teams t where t.account_id = $1 and t.id = c.team_id) as team,
    ${unreadCount('c')} as unread_count, to_json(${lastIncomingAt('c')}) as last_incoming_at,
    ${messages.join(', ')}`
}

/** The users whose availability a presented conversation shows. */
export const usersOf = (rows: readonly ConversationRow[]): (number | null)[] =>
  rows.flatMap(({ assignee, last_message, last_non_activity, last_chat }) => [
    assignee?.id ?? null,
    ...[last_message, last_non_activity, last_chat].map((message) => message?.user?.id ?? null),
  ])
