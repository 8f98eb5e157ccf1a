import { CordboardError } from '../../errors.ts'
import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import type { ManyChanges } from './change-many.ts'
import { conversationJobs } from './conversation.jobs.ts'
import type { ConversationStatus } from './conversation.names.ts'
import { isAdministrator } from './conversation.policy.ts'
import { bulkInput } from './conversation.schema.ts'
import { labelTitles } from './label-conversation.ts'
import { momentOf } from './start-conversation.ts'

const maxConversations = 1000

export const bulkActionRoutes = accountRoutes([
  { method: 'POST', path: '/bulk_actions', body: bulkInput, handle: change },
])

interface Input {
  type?: string | null
  ids?: number[]
  fields?: { status?: ConversationStatus | null; assignee_id?: number | null; team_id?: number | null } | null
  labels?: { add?: unknown; remove?: unknown } | null
  snoozed_until?: unknown
}

/** Answers at once; the work is done after. What the caller may not see stays as it is. */
async function change(request: AccountRequest) {
  const { type, ids = [], fields, labels, snoozed_until } = request.body as Input
  if (type !== 'Conversation' || ids.length > maxConversations) throw notDone()
  const changes: ManyChanges = {
    accountId: request.account.id,
    actor: request.actor,
    ...(isAdministrator(request) ? {} : { memberId: request.user.id }),
    displayIds: [...new Set(ids)].filter((id) => id > 0 && Number.isSafeInteger(id)),
    ...(fields?.status ? { status: fields.status } : {}),
    snoozedUntil: momentOf(snoozed_until),
    ...(fields?.assignee_id === undefined ? {} : { assigneeId: fields.assignee_id || null }),
    ...(fields?.team_id === undefined ? {} : { teamId: fields.team_id || null }),
    add: labelTitles(labels?.add),
    remove: labelTitles(labels?.remove),
  }
  await request.core.jobs.enqueue(request.em, conversationJobs.change, { ...changes })
}

const notDone = () =>
  new CordboardError('bulk.unknown', 422, 'Only conversations can be changed together', { body: { success: false } })
