import { writeActivity } from '../message/write-activity.ts'
import { ask, type Work } from '../work.ts'
import { type ConversationStatus, conversationStatuses } from './conversation.names.ts'
import type { ConversationColumns } from './conversation.rows.ts'
import { saveConversation } from './save-conversation.ts'

export interface StatusWish {
  status: ConversationStatus
  /** ISO 8601; null = until the next reply. Kept only with `snoozed`. */
  snoozedUntil?: string | null
}

/** Moves a conversation to a status: asks the plugins, clears the clocks that end with it, tells it in the thread. */
export async function changeStatus(
  work: Work,
  conversation: ConversationColumns,
  wish: StatusWish,
): Promise<ConversationColumns> {
  const from = conversationStatuses[conversation.status] ?? 'open'
  const { status: to, snoozedUntil } = await decided(work, conversation, from, wish)
  const changes = {
    status: conversationStatuses.indexOf(to),
    snoozed_until: to === 'snoozed' ? (snoozedUntil ?? null) : null,
    ...(to === 'resolved' ? { waiting_since: null } : {}),
  }
  const facts =
    from === to ? [] : [{ name: 'conversation.statusChanged', payload: { from, to, reason: work.actor.kind } }]
  const saved = await saveConversation(work, conversation, changes, facts)
  if (from !== to) await writeActivity(work, saved, { kind: 'status', status: to })
  return saved
}

async function decided(
  work: Work,
  conversation: ConversationColumns,
  from: string,
  wish: StatusWish,
): Promise<StatusWish> {
  const answer = await ask(work, (hooks) => hooks['conversation.beforeStatusChange'], {
    conversationId: conversation.id,
    from,
    to: wish.status,
    snoozedUntil: wish.snoozedUntil ?? null,
  })
  if (!answer) return wish
  const status = conversationStatuses.find((name) => name === answer.to) ?? wish.status
  return { status, snoozedUntil: answer.snoozedUntil }
}

/** Without a wish a conversation flips: open becomes resolved, everything else opens. */
export const flipped = ({ status }: Pick<ConversationColumns, 'status'>): ConversationStatus =>
  conversationStatuses[status] === 'open' ? 'resolved' : 'open'
