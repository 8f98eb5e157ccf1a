import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import { createMessage } from '../message/create-message.ts'
import { readMessage } from '../message/message-input.ts'
import { iso } from '../wire-time.ts'
import { workOf } from '../work.ts'
import { assignConversation } from './assign-conversation.ts'
import { checkedBag } from './attribute-bag.ts'
import { changePriority } from './change-priority.ts'
import { changeStatus, flipped } from './change-status.ts'
import { conversationJobs } from './conversation.jobs.ts'
import { type ConversationStatus, conversationStatuses, type Priority } from './conversation.names.ts'
import { isAdministrator } from './conversation.policy.ts'
import type { ConversationColumns } from './conversation.rows.ts'
import { newConversation, priorityInput, statusInput } from './conversation.schema.ts'
import { findConversation } from './find-conversation.ts'
import { markSeen, markUnread } from './last-seen.ts'
import { loadConversation } from './load-conversations.ts'
import { muteConversation } from './mute-conversation.ts'
import { saveConversation } from './save-conversation.ts'
import { momentOf, startConversation } from './start-conversation.ts'

const one = '/conversations/:conversation_id'

export const conversationRoutes = accountRoutes([
  { method: 'POST', path: '/conversations', body: newConversation, handle: create },
  { method: 'GET', path: one, handle: show },
  { method: 'PATCH', path: one, body: priorityInput, handle: update },
  { method: 'DELETE', path: one, administrator: true, handle: destroy },
  { method: 'POST', path: `${one}/toggle_status`, body: statusInput, handle: toggleStatus },
  { method: 'POST', path: `${one}/toggle_priority`, body: priorityInput, handle: togglePriority },
  { method: 'POST', path: `${one}/update_last_seen`, handle: see },
  { method: 'POST', path: `${one}/unread`, handle: unread },
  { method: 'POST', path: `${one}/mute`, handle: (request) => mute(request, true) },
  { method: 'POST', path: `${one}/unmute`, handle: (request) => mute(request, false) },
  { method: 'POST', path: `${one}/custom_attributes`, handle: setCustomAttributes },
])

async function create(request: AccountRequest) {
  const conversation = await startConversation(request)
  const { message } = request.body
  if (typeof message === 'object' && message !== null) {
    const { channel_type } = await findConversation(numbered(request, conversation))
    const draft = await readMessage(request, message as Record<string, unknown>, { id: conversation.id, channel_type })
    await createMessage(request.core, request.em, draft)
  }
  return present(request, conversation)
}

const numbered = (request: AccountRequest, { display_id }: ConversationColumns): AccountRequest => ({
  ...request,
  params: { ...request.params, conversation_id: String(display_id) },
})

async function show(request: AccountRequest) {
  return present(request, await findConversation(request))()
}

async function update(request: AccountRequest) {
  const conversation = await findConversation(request, { lock: true })
  if ('priority' in request.body) await changePriority(workOf(request), conversation, priorityOf(request))
  return present(request, conversation)
}

const priorityOf = ({ body }: AccountRequest) => (body.priority || null) as Priority | null

async function destroy(request: AccountRequest) {
  const { id, account_id } = await findConversation(request)
  await request.core.jobs.enqueue(request.em, conversationJobs.delete, { accountId: account_id, conversationId: id })
}

async function toggleStatus(request: AccountRequest) {
  const conversation = await findConversation(request, { lock: true })
  const status = (request.body.status || flipped(conversation)) as ConversationStatus
  const snoozedUntil = momentOf(request.body.snoozed_until)
  const changed = await changeStatus(workOf(request), conversation, { status, snoozedUntil })
  const { display_id, status: now, snoozed_until } = await takeOver(request, changed)
  return {
    meta: {},
    payload: {
      success: true,
      conversation_id: display_id,
      current_status: conversationStatuses[now],
      snoozed_until: iso(snoozed_until),
    },
  }
}

// Who opens a conversation works on it; an administrator may only be tidying up.
async function takeOver(request: AccountRequest, conversation: ConversationColumns): Promise<ConversationColumns> {
  if (conversationStatuses[conversation.status] !== 'open' || isAdministrator(request)) return conversation
  return assignConversation(workOf(request), conversation, { assigneeId: request.user.id })
}

async function togglePriority(request: AccountRequest) {
  const conversation = await findConversation(request, { lock: true })
  await changePriority(workOf(request), conversation, priorityOf(request))
}

async function see(request: AccountRequest) {
  const conversation = await findConversation(request)
  await markSeen(workOf(request), conversation, request.user.id)
  return present(request, conversation)
}

async function unread(request: AccountRequest) {
  const conversation = await findConversation(request, { lock: true })
  await markUnread(workOf(request), conversation)
  return present(request, conversation)
}

async function mute(request: AccountRequest, muted: boolean) {
  await muteConversation(workOf(request), await findConversation(request, { lock: true }), muted)
}

async function setCustomAttributes(request: AccountRequest) {
  const conversation = await findConversation(request, { lock: true })
  const custom_attributes = checkedBag('custom_attributes', request.body.custom_attributes)
  await saveConversation(workOf(request), conversation, { custom_attributes })
  return { custom_attributes }
}

const present =
  (request: AccountRequest, { id, account_id }: ConversationColumns) =>
  () =>
    loadConversation(request.core, request.em, { accountId: account_id, userId: request.user.id, conversationId: id })
