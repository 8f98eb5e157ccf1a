import { CordboardError } from '../../errors.ts'
import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import { findConversation } from '../conversation/find-conversation.ts'
import { workOf } from '../work.ts'
import { createMessage } from './create-message.ts'
import { deleteMessage } from './delete-message.ts'
import { findMessage } from './find-message.ts'
import { listMessages } from './list-messages.ts'
import { presentMessageRow, readMessageRow } from './load-messages.ts'
import { type MessageStatus, messageStatuses } from './message.names.ts'
import type { MessageColumns } from './message.presenter.ts'
import { messageSchema, readMessage, takesApiIncoming } from './message-input.ts'
import { mayBecome } from './message-status.ts'
import { retryMessage } from './retry-message.ts'
import { saveMessage } from './save-message.ts'

const thread = '/conversations/:conversation_id/messages'

export const messageRoutes = accountRoutes([
  { method: 'GET', path: thread, handle: index },
  { method: 'POST', path: thread, body: messageSchema, handle: create },
  {
    method: 'PATCH',
    path: `${thread}/:id`,
    body: { properties: { status: { type: ['string', 'null'] }, external_error: { type: ['string', 'null'] } } },
    handle: update,
  },
  { method: 'DELETE', path: `${thread}/:id`, handle: destroy },
  { method: 'POST', path: `${thread}/:id/retry`, handle: retry },
])

async function index(request: AccountRequest) {
  const conversation = await findConversation(request)
  const { before, after } = request.query
  return listMessages(request.core, request.em, conversation, { before: cursor(before), after: cursor(after) })
}

const cursor = (value: unknown): number | undefined => (/^\d{1,15}$/.test(String(value)) ? Number(value) : undefined)

async function create(request: AccountRequest) {
  const { core, em, body } = request
  const conversation = await findConversation(request)
  const message = await readMessage(request, body, conversation)
  const messageId = await createMessage(core, em, message)
  const row = await readMessageRow(em, conversation.account_id, messageId)
  // Who is there is asked while the disk is waited for.
  const shown = presentMessageRow(core, row, message.echoId)
  shown.catch(() => {})
  return () => shown
}

async function update(request: AccountRequest) {
  const conversation = await findConversation(request)
  const message = await findMessage(request, conversation.id)
  if (!takesApiIncoming(request, conversation.channel_type))
    throw new CordboardError('message.statusForeign', 403, 'Message status can only be updated in Api inboxes')
  await report(request, message)
  return present(request, message)
}

async function report(request: AccountRequest, message: MessageColumns): Promise<void> {
  const { status, external_error } = request.body
  const to = messageStatuses.find((name) => name === status)
  if (!to || !mayBecome(messageStatuses[message.status] as MessageStatus, to)) return
  const { external_error: _, ...attributes } = message.content_attributes
  await saveMessage(workOf(request), message, {
    status: messageStatuses.indexOf(to),
    content_attributes: to === 'failed' && external_error ? { ...attributes, external_error } : attributes,
  })
}

async function destroy(request: AccountRequest) {
  const message = await find(request)
  await deleteMessage(workOf(request), message)
  return present(request, message)
}

async function retry(request: AccountRequest) {
  const message = await find(request)
  await retryMessage(workOf(request), message)
  return present(request, message)
}

const find = async (request: AccountRequest) => findMessage(request, (await findConversation(request)).id)

// As the transaction left it: the channel may be quicker than the answer.
async function present({ core, em }: AccountRequest, { account_id, id }: MessageColumns) {
  const row = await readMessageRow(em, account_id, id)
  return () => presentMessageRow(core, row)
}
