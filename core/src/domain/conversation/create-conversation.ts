import { query } from '../../database/query.ts'
import { emit } from '../../events/emit.ts'
import type { ConversationDraft } from '../../kernel/payloads.ts'
import { ask, type Work } from '../work.ts'
import { assignConversation } from './assign-conversation.ts'
import { type ConversationStatus, conversationStatuses, priorities } from './conversation.names.ts'
import type { ConversationColumns } from './conversation.rows.ts'
import { conversationEvent } from './save-conversation.ts'

export interface NewConversation {
  inboxId: number
  contactId: number
  contactInboxId: number
  /** The contact is muted: nothing opens. */
  blocked: boolean
  status?: ConversationStatus | undefined
  snoozedUntil?: string | null
  assigneeId?: number | undefined
  teamId?: number | undefined
  additionalAttributes?: Record<string, unknown>
  customAttributes?: Record<string, unknown>
}

/** Starts a conversation: hook `conversation.beforeCreate`, number, clocks, facts. Its first message is a matter of its own. */
export async function createConversation(work: Work, wish: NewConversation): Promise<ConversationColumns> {
  const draft = await decided(work, wish)
  const conversation = await insert(work, wish, draft)
  await emit(work.em, conversationEvent(work, conversation, { name: 'conversation.created', payload: {} }))
  if (!draft.assigneeId && !draft.teamId) return conversation
  return assignConversation(work, conversation, {
    ...(draft.assigneeId ? { assigneeId: draft.assigneeId } : {}),
    ...(draft.teamId ? { teamId: draft.teamId } : {}),
  })
}

/** The conversation that goes on where the inbox allows only one with each contact. */
export async function lastConversation(
  { em, accountId }: Work,
  contactInboxId: number,
): Promise<ConversationColumns | undefined> {
  const text = `select to_json(c) as conversation from conversations c
    where c.account_id = $1 and c.contact_inbox_id = $2 order by c.id desc limit 1`
  return (await query<{ conversation: ConversationColumns }>(em, text, [accountId, contactInboxId]))[0]?.conversation
}

async function decided(work: Work, wish: NewConversation): Promise<ConversationDraft> {
  const draft: ConversationDraft = {
    inboxId: wish.inboxId,
    contactId: wish.contactId,
    contactInboxId: wish.contactInboxId,
    status: wish.blocked ? 'resolved' : (wish.status ?? 'open'),
    priority: null,
    assigneeId: wish.assigneeId ?? null,
    teamId: wish.teamId ?? null,
    additionalAttributes: withValidReferer(wish.additionalAttributes ?? {}),
    customAttributes: wish.customAttributes ?? {},
  }
  return (await ask(work, (hooks) => hooks['conversation.beforeCreate'], draft)) ?? draft
}

async function insert(
  { em, accountId }: Work,
  wish: NewConversation,
  draft: ConversationDraft,
): Promise<ConversationColumns> {
  const status = Math.max(0, (conversationStatuses as readonly string[]).indexOf(draft.status))
  const priority = (priorities as readonly (string | null)[]).indexOf(draft.priority)
  const snoozed = conversationStatuses[status] === 'snoozed'
  const [row] = await query<{ conversation: ConversationColumns }>(
    em,
    `with next as (update accounts set conversation_display_id = conversation_display_id + 1 where id = $1 returning conversation_display_id)
     insert into conversations (account_id, display_id, inbox_id, contact_id, contact_inbox_id, status, priority, snoozed_until,
       waiting_since, last_activity_at, additional_attributes, custom_attributes, created_at, updated_at)
     select $1, conversation_display_id, $2, $3, $4, $5::smallint, $6::smallint, $7::timestamptz,
       case when $5::smallint <> 1 then moment end, moment, $8::jsonb, $9::jsonb, moment, moment
     from next, date_trunc('milliseconds', clock_timestamp()) as moment
     returning to_json(conversations) as conversation`,
    [
      accountId,
      wish.inboxId,
      wish.contactId,
      wish.contactInboxId,
      status,
      priority < 0 ? null : priority,
      snoozed ? (wish.snoozedUntil ?? null) : null,
      JSON.stringify(draft.additionalAttributes),
      JSON.stringify(draft.customAttributes),
    ],
  )
  return (row as { conversation: ConversationColumns }).conversation
}

function withValidReferer(bag: Record<string, unknown>): Record<string, unknown> {
  if (!('referer' in bag)) return bag
  const { referer } = bag
  const valid = typeof referer === 'string' && /^https?:\/\//i.test(referer) && URL.canParse(referer)
  return valid ? bag : { ...bag, referer: null }
}
