import { query } from '../../database/query.ts'
import { unprocessable } from '../../errors.ts'
import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import { isEmail, normaliseEmail } from '../user/email.ts'
import { presentAgent } from '../user/user.presenter.ts'
import { loadUserViews } from '../user/user-view.ts'
import { iso } from '../wire-time.ts'
import { workOf } from '../work.ts'
import { assignConversation } from './assign-conversation.ts'
import { conversationJobs } from './conversation.jobs.ts'
import type { ConversationColumns } from './conversation.rows.ts'
import { assignmentInput, draftInput, participantsInput, typingInput } from './conversation.schema.ts'
import { deleteDraft, readDraft, saveDraft } from './drafts.ts'
import { findConversation } from './find-conversation.ts'
import { labelConversation, labelTitles } from './label-conversation.ts'
import { listAttachments } from './list-attachments.ts'
import { pageOf } from './list-query.ts'
import { addParticipants, participantIds, removeParticipants } from './participants.ts'
import { tellTyping } from './tell-typing.ts'

const one = '/conversations/:conversation_id'

/** What belongs to one conversation: who works on it, how it is filed, what is attached. */
export const conversationPartRoutes = accountRoutes([
  { method: 'POST', path: `${one}/assignments`, body: assignmentInput, handle: assign },
  { method: 'GET', path: `${one}/labels`, handle: labels },
  { method: 'POST', path: `${one}/labels`, handle: setLabels },
  { method: 'GET', path: `${one}/participants`, handle: participants },
  { method: 'POST', path: `${one}/participants`, body: participantsInput, handle: participate },
  { method: 'PATCH', path: `${one}/participants`, body: participantsInput, handle: replaceParticipants },
  { method: 'DELETE', path: `${one}/participants`, body: participantsInput, handle: leave },
  { method: 'GET', path: `${one}/draft_messages`, handle: draft },
  { method: 'PATCH', path: `${one}/draft_messages`, body: draftInput, handle: keepDraft },
  { method: 'DELETE', path: `${one}/draft_messages`, handle: dropDraft },
  { method: 'GET', path: `${one}/attachments`, handle: attachments },
  { method: 'POST', path: `${one}/toggle_typing_status`, body: typingInput, transaction: false, handle: typing },
  {
    method: 'POST',
    path: `${one}/transcript`,
    body: { properties: { email: { type: ['string', 'null'] } } },
    handle: transcript,
  },
])

async function assign(request: AccountRequest) {
  const conversation = await findConversation(request, { lock: true })
  const input = { ...request.query, ...request.body }
  const work = workOf(request)
  if ('assignee_id' in input) {
    const { assignee_id } = await assignConversation(work, conversation, { assigneeId: idOf(input.assignee_id) })
    return assignee_id === null ? null : async () => (await agents(request, [assignee_id]))[0] ?? null
  }
  if (!('team_id' in input)) return null
  const { team_id } = await assignConversation(work, conversation, { teamId: idOf(input.team_id) })
  return team_id === null ? null : teamRow(request, team_id)
}

const idOf = (value: unknown): number | null => (/^[1-9]\d{0,14}$/.test(String(value)) ? Number(value) : null)

async function agents({ core, em, account }: AccountRequest, userIds: readonly number[]) {
  return (await loadUserViews(core, em, account.id, userIds)).map(presentAgent)
}

async function teamRow({ em, account }: AccountRequest, teamId: number) {
  const [team] = await query<{ created_at: Date; updated_at: Date }>(
    em,
    'select id, name, description, allow_auto_assign, account_id, created_at, updated_at from teams where account_id = $1 and id = $2',
    [account.id, teamId],
  )
  return team ? { ...team, created_at: iso(team.created_at), updated_at: iso(team.updated_at) } : null
}

async function labels(request: AccountRequest) {
  return { payload: (await findConversation(request)).labels }
}

async function setLabels(request: AccountRequest) {
  const conversation = await findConversation(request, { lock: true })
  return { payload: (await labelConversation(workOf(request), conversation, labelTitles(request.body.labels))).labels }
}

async function participants(request: AccountRequest) {
  return agents(request, await participantIds(workOf(request), await findConversation(request)))
}

const userIds = ({ body }: AccountRequest): number[] => (body.user_ids as number[] | undefined) ?? []

async function participate(request: AccountRequest) {
  const added = await addParticipants(workOf(request), await findConversation(request), userIds(request))
  return () => agents(request, added)
}

async function replaceParticipants(request: AccountRequest) {
  const work = workOf(request)
  const conversation = await findConversation(request, { lock: true })
  const wanted = userIds(request)
  const gone = (await participantIds(work, conversation)).filter((id) => !wanted.includes(id))
  await removeParticipants(work, conversation, gone)
  await addParticipants(work, conversation, wanted)
  const now = await participantIds(work, conversation)
  return () => agents(request, now)
}

async function leave(request: AccountRequest) {
  await removeParticipants(workOf(request), await findConversation(request), userIds(request))
}

async function draft(request: AccountRequest) {
  const message = await readDraft(workOf(request), await findConversation(request))
  return message === undefined ? { has_draft: false } : { has_draft: true, message }
}

async function keepDraft(request: AccountRequest) {
  const { message } = (request.body.draft_message ?? {}) as { message?: string | null }
  await saveDraft(workOf(request), await findConversation(request), message ?? '')
}

async function dropDraft(request: AccountRequest) {
  await deleteDraft(workOf(request), await findConversation(request))
}

async function attachments(request: AccountRequest) {
  const conversation = await findConversation(request)
  return listAttachments(request, conversation, pageOf(request.query))
}

async function typing(request: AccountRequest) {
  const conversation = await findConversation(request)
  const { typing_status, is_private } = request.body
  if (typing_status !== 'on' && typing_status !== 'off') return
  await tellTyping(request, conversation, { on: typing_status === 'on', isPrivate: is_private === true })
}

async function transcript(request: AccountRequest) {
  const { id, account_id }: ConversationColumns = await findConversation(request)
  const email = normaliseEmail(String(request.body.email ?? ''))
  if (email === '') throw unprocessable('email param missing')
  if (!isEmail(email)) throw unprocessable('Invalid email address')
  await request.core.jobs.enqueue(request.em, conversationJobs.transcript, {
    accountId: account_id,
    conversationId: id,
    email,
  })
}
