import type { ConversationStatus } from '../conversation/conversation.names.ts'
import type { MessageType } from './message.names.ts'

/** What a conversation knew before a message. */
export interface ThreadState {
  status: ConversationStatus
  waitingSince: Date | null
  firstReplyCreatedAt: Date | null
  /** The contact is muted. */
  blocked: boolean
  /** The customer was answered before in a way that makes this message no first reply. */
  answeredBefore: boolean
}

/** A new message as the clocks see it. */
export interface Arrival {
  type: MessageType
  private: boolean
  /** Written by a user, not by an automation rule or a campaign. */
  human: boolean
  at: Date
}

export interface Moved {
  status: ConversationStatus
  waitingSince: Date | null
  firstReplyCreatedAt: Date | null
  /** Set when this message answers the customer. */
  reply: { first: boolean; waitedSeconds: number | null } | undefined
}

/**
 * What a new message does to its conversation: an incoming one reopens it and starts the clock of waiting, the answer of a
 * person stops the clock, and the first of these is kept. Muted contacts reopen nothing. The inbound path states the same
 * rules in SQL for a whole batch.
 */
export function moveClocks(thread: ThreadState, arrival: Arrival): Moved {
  const status = statusAfter(thread, arrival)
  const reply = replyOf(thread, arrival)
  return {
    status,
    waitingSince: reply ? null : waitingAfter(thread, arrival, status),
    firstReplyCreatedAt: reply?.first ? arrival.at : thread.firstReplyCreatedAt,
    reply,
  }
}

function statusAfter({ status, blocked }: ThreadState, { type }: Arrival): ConversationStatus {
  const asleep = status === 'snoozed' || status === 'resolved'
  return type === 'incoming' && asleep && !blocked ? 'open' : status
}

function waitingAfter({ waitingSince }: ThreadState, { type, at }: Arrival, status: ConversationStatus): Date | null {
  if (type !== 'incoming' || waitingSince) return waitingSince
  return status === 'resolved' ? null : at
}

function replyOf({ waitingSince, firstReplyCreatedAt, answeredBefore }: ThreadState, arrival: Arrival) {
  if (arrival.type !== 'outgoing' || arrival.private || !arrival.human) return undefined
  const first = firstReplyCreatedAt === null && !answeredBefore
  if (!first && !waitingSince) return undefined
  const waited = waitingSince ? Math.max(0, Math.round((arrival.at.getTime() - waitingSince.getTime()) / 1000)) : null
  return { first, waitedSeconds: waited }
}
