import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../../actor.ts'
import type { Core } from '../../core.ts'
import { prepared } from '../../database/query.ts'
import { invalidRecord, notFound } from '../../errors.ts'
import { type ConversationStatus, conversationStatuses } from '../conversation/conversation.names.ts'
import { ask } from '../work.ts'
import { activityLines } from './activity.ts'
import { type ContentType, contentTypes, type MessageType } from './message.names.ts'
import { type Moved, moveClocks } from './message-clocks.ts'
import { renderVariables } from './render-variables.ts'
import { type MessageFactDraft, type ReadyAttachment, type ReadyMessage, storeMessage } from './store-message.ts'

export const maxContentLength = 150_000
export const maxAttachments = 15
/** A conversation takes so many messages a minute, of any kind. */
const maxPerMinute = 200

export interface NewMessage {
  accountId: number
  /** Row id of the conversation. */
  conversationId: number
  actor: Actor
  requestId?: string
  type: MessageType
  content: string | null
  contentType?: ContentType
  private?: boolean
  contentAttributes?: Record<string, unknown>
  additionalAttributes?: Record<string, unknown>
  /** Who it is from; the conversation's contact for `contact`, nobody for null. */
  sender: { type: 'User'; id: number } | 'contact' | null
  sourceId?: string | null
  /** The client's own id of the message, given back with its event. */
  echoId?: string
  attachments?: readonly ReadyAttachment[]
}

/**
 * Writes a message into a conversation with all that follows from it: hook `message.beforeCreate`, clocks, reopening, facts,
 * activity line and the job that hands it to the channel. Answers the message's id.
 */
export async function createMessage(core: Core, em: EntityManager, request: NewMessage): Promise<number> {
  const thread = await lockThread(em, request)
  if (thread.flooded) throw invalidRecord({ base: 'Too many messages' })
  const draft = await decide(core, em, thread, withTarget(thread, await rendered(em, request)))
  checkContent(draft.content)
  const ready = prepare(thread, draft, request)
  const id = await storeMessage(em, ready)
  await tellReopening(em, thread, ready)
  if (isDeliverable(ready))
    await core.jobs.enqueue(
      em,
      'outbound.deliver',
      { messageId: id, accountId: request.accountId },
      { queue: `conversation:${request.conversationId}` },
    )
  return id
}

/** Only what the customer is to read goes to the channel, and nothing that came from it. */
export const isDeliverable = ({
  type,
  private: hidden,
  sourceId,
}: Pick<ReadyMessage, 'type' | 'private' | 'sourceId'>) =>
  (type === 'outgoing' || type === 'template') && !hidden && !sourceId

interface Thread {
  inbox_id: number
  contact_id: number
  status: number
  waiting_since: Date | null
  first_reply_created_at: Date | null
  blocked: boolean
  answered_before: boolean
  flooded: boolean
  in_reply_to: number | null
  in_reply_to_source_id: string | null
  now: Date
}

// The conversation is held until the change is committed: its clocks move one message after another. The time is read
// after the wait, so that it never runs back within a conversation.
const threadText = `
  with c as materialized (select * from conversations where account_id = $1 and id = $2 for no key update)
  select c.inbox_id, c.contact_id, c.status, c.waiting_since, c.first_reply_created_at,
    (select k.blocked from contacts k where k.account_id = $1 and k.id = c.contact_id) as blocked,
    c.first_reply_created_at is null and exists (select from messages m where m.account_id = $1 and m.conversation_id = c.id
      and m.message_type = 1 and not m.private and m.sender_type not in ('AgentBot', 'Captain::Assistant')
      and not m.additional_attributes ? 'campaign_id') as answered_before,
    coalesce((select m.created_at > now() - interval '1 minute' from messages m where m.account_id = $1 and m.conversation_id = c.id
      order by m.id desc offset ${maxPerMinute - 1} limit 1), false) as flooded,
    target.id as in_reply_to, target.source_id as in_reply_to_source_id,
    date_trunc('milliseconds', clock_timestamp()) as now
  from c left join messages target on target.account_id = $1 and target.conversation_id = c.id
    and (target.id = $3::bigint or ($3::bigint is null and target.source_id = $4))`

async function lockThread(em: EntityManager, { accountId, conversationId, contentAttributes }: NewMessage) {
  const target = contentAttributes?.in_reply_to
  const replyTo = Number.isSafeInteger(Number(target)) && target ? Number(target) : null
  const external = contentAttributes?.in_reply_to_external_id
  const [thread] = await prepared<Thread>(em, { name: 'message-thread', text: threadText }, [
    accountId,
    conversationId,
    replyTo,
    typeof external === 'string' ? external : null,
  ])
  if (!thread) throw notFound()
  return thread
}

// A reply names its target by row id and by the provider's id; a target in another conversation is dropped.
function withTarget(thread: Thread, request: NewMessage): NewMessage {
  const attributes = request.contentAttributes
  if (!attributes || !('in_reply_to' in attributes || 'in_reply_to_external_id' in attributes)) return request
  const target = { in_reply_to: thread.in_reply_to, in_reply_to_external_id: thread.in_reply_to_source_id }
  return { ...request, contentAttributes: { ...attributes, ...target } }
}

const rendered = async (em: EntityManager, request: NewMessage): Promise<NewMessage> =>
  request.type === 'outgoing' || request.type === 'template' ? renderVariables(em, request) : request

type Decided = Pick<ReadyMessage, 'content' | 'contentType' | 'contentAttributes' | 'additionalAttributes' | 'private'>

async function decide(core: Core, em: EntityManager, thread: Thread, request: NewMessage): Promise<Decided> {
  const { accountId, conversationId, actor, requestId = '' } = request
  const decided: Decided = {
    content: request.content,
    contentType: request.contentType ?? 'text',
    contentAttributes: request.contentAttributes ?? {},
    additionalAttributes: request.additionalAttributes ?? {},
    private: request.private ?? false,
  }
  const sender = senderOf(thread, request)
  const answer = await ask({ core, em, accountId, actor, requestId }, (hooks) => hooks['message.beforeCreate'], {
    ...decided,
    conversationId,
    inboxId: thread.inbox_id,
    type: request.type,
    senderType: sender?.type ?? null,
    senderId: sender?.id ?? null,
    sourceId: request.sourceId ?? null,
  })
  if (!answer) return decided
  const contentType = contentTypes.find((name) => name === answer.contentType) ?? decided.contentType
  return { ...decided, ...pickDecided(answer), contentType }
}

const pickDecided = (draft: Omit<Decided, 'contentType'>) => ({
  content: draft.content,
  contentAttributes: draft.contentAttributes,
  additionalAttributes: draft.additionalAttributes,
  private: draft.private,
})

function checkContent(content: string | null): void {
  if (content !== null && content.length > maxContentLength)
    throw invalidRecord({ content: `Content is too long (maximum is ${maxContentLength} characters)` })
}

const senderOf = (thread: Thread, { sender }: NewMessage) =>
  sender === 'contact' ? { type: 'Contact', id: thread.contact_id } : sender

const statusOf = (thread: Thread): ConversationStatus => conversationStatuses[thread.status] ?? 'open'

function prepare(thread: Thread, decided: Decided, request: NewMessage): ReadyMessage {
  const sender = senderOf(thread, request)
  const human =
    sender?.type === 'User' &&
    !decided.contentAttributes.automation_rule_id &&
    !decided.additionalAttributes.campaign_id
  const moved = moveClocks(
    {
      status: statusOf(thread),
      waitingSince: thread.waiting_since,
      firstReplyCreatedAt: thread.first_reply_created_at,
      blocked: thread.blocked,
      answeredBefore: thread.answered_before,
    },
    { type: request.type, private: decided.private, human, at: thread.now },
  )
  return {
    ...decided,
    accountId: request.accountId,
    conversationId: request.conversationId,
    inboxId: thread.inbox_id,
    actor: request.actor,
    type: request.type,
    sender,
    sourceId: request.sourceId ?? null,
    at: thread.now,
    attachments: request.attachments ?? [],
    thread: { ...moved, reopened: moved.status !== statusOf(thread) },
    facts: factsOf(thread, moved, request),
  }
}

/** In the order in which clients expect their frames. */
function factsOf(thread: Thread, moved: Moved, { echoId, actor }: NewMessage): MessageFactDraft[] {
  const from = statusOf(thread)
  const changes = {
    ...(moved.status === from ? {} : { status: [from, moved.status] }),
    ...changeOf('waiting_since', thread.waiting_since, moved.waitingSince),
    ...changeOf('first_reply_created_at', thread.first_reply_created_at, moved.firstReplyCreatedAt),
  }
  const facts: (MessageFactDraft | false)[] = [
    moved.status !== from && {
      name: 'conversation.statusChanged',
      subject: 'conversation',
      payload: { from, to: moved.status, reason: actor.kind === 'user' ? 'agent' : 'incoming message' },
    },
    { name: 'message.created', subject: 'message', payload: echoId === undefined ? {} : { echoId } },
    moved.reply !== undefined && {
      name: moved.reply.first ? 'message.firstReply' : 'message.reply',
      subject: 'message',
      payload: { waitedSeconds: moved.reply.waitedSeconds },
    },
    Object.keys(changes).length > 0 && { name: 'conversation.updated', subject: 'conversation', payload: { changes } },
  ]
  return facts.filter((fact) => fact !== false)
}

const changeOf = (field: string, from: Date | null, to: Date | null) =>
  from?.getTime() === to?.getTime() ? {} : { [field]: [from?.toISOString() ?? null, to?.toISOString() ?? null] }

async function tellReopening(em: EntityManager, thread: Thread, ready: ReadyMessage): Promise<void> {
  if (!ready.thread.reopened) return
  const { status } = ready.thread
  const lines = activityLines({ kind: 'status', status, reason: 'incoming message' }, ready.actor)
  for (const content of lines) await storeMessage(em, activityOf(ready, content, thread))
}

const activityOf = (ready: ReadyMessage, content: string, thread: Thread): ReadyMessage => ({
  ...ready,
  type: 'activity',
  contentType: 'text',
  private: false,
  content,
  contentAttributes: {},
  additionalAttributes: {},
  sender: null,
  sourceId: null,
  attachments: [],
  at: new Date(thread.now.getTime() + 1),
  facts: [{ name: 'message.created', subject: 'message', payload: {} }],
})
