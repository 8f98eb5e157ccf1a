import type { EntityManager } from '@mikro-orm/postgresql'
import { notFound } from '../../errors.ts'
import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import { invalidateCache } from '../account/cache-keys.ts'
import { Membership } from '../membership/membership.entity.ts'
import { presentAgent } from '../user/user.presenter.ts'
import { loadUserViews } from '../user/user-view.ts'
import { assignableIds } from './assignable-agents.ts'
import { addToInbox, inboxMemberIds, removeFromInbox, replaceMembers } from './change-inbox-members.ts'
import { findVisibleInbox } from './inbox.policy.ts'

const id = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
const memberInput = {
  required: ['inbox_id', 'user_ids'],
  properties: { inbox_id: id, user_ids: { type: 'array', maxItems: 1000, items: id } },
}
const change = { path: '/inbox_members', administrator: true, body: memberInput }

/** Who works in an inbox, and to whom its conversations can be given. */
export const inboxMemberRoutes = accountRoutes([
  {
    method: 'GET',
    path: '/inbox_members/:inbox_id',
    async handle(request) {
      const inboxId = rowId(request.params.inbox_id)
      await findVisibleInbox(request.em, request.membership, inboxId)
      return { payload: await present(request, await inboxMemberIds(request.em, request.account.id, inboxId)) }
    },
  },
  { ...change, method: 'POST', handle: (request) => changeMembers(request, addToInbox) },
  { ...change, method: 'PATCH', handle: (request) => changeMembers(request, replaceMembers) },
  {
    ...change,
    method: 'DELETE',
    async handle(request) {
      await changeMembers(request, removeFromInbox)
    },
  },
  {
    method: 'GET',
    path: '/inboxes/:id/assignable_agents',
    handle: (request) => listAssignable(request, [rowId(request.params.id)]),
  },
  {
    method: 'GET',
    path: '/assignable_agents',
    handle: (request) => listAssignable(request, [request.query.inbox_ids ?? []].flat().map(rowId)),
  },
])

type Change = (em: EntityManager, accountId: number, inboxId: number, userIds: readonly number[]) => Promise<void>

async function changeMembers(request: AccountRequest, apply: Change) {
  const { core, em, account, membership, body } = request
  const inboxId = body.inbox_id as number
  await findVisibleInbox(em, membership, inboxId)
  await apply(em, account.id, inboxId, await knownIds(em, account.id, body.user_ids as number[]))
  await invalidateCache(core, em, account.id, 'inbox')
  const members = await inboxMemberIds(em, account.id, inboxId)
  return async () => ({ payload: await present(request, members) })
}

async function knownIds(em: EntityManager, accountId: number, userIds: readonly number[]): Promise<number[]> {
  const ids = [...new Set(userIds)]
  if ((await em.count(Membership, { accountId, userId: { $in: ids } })) !== ids.length) throw notFound()
  return ids
}

async function listAssignable(request: AccountRequest, inboxIds: readonly number[]) {
  const { em, account, membership } = request
  for (const inboxId of inboxIds) await findVisibleInbox(em, membership, inboxId)
  return { payload: await present(request, await assignableIds(em, account.id, inboxIds)) }
}

const present = async ({ core, em, account }: AccountRequest, userIds: readonly number[]) =>
  (await loadUserViews(core, em, account.id, userIds)).map(presentAgent)
