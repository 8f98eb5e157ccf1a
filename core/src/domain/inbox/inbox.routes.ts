import { notFound } from '../../errors.ts'
import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import { invalidateCache } from '../account/cache-keys.ts'
import { removeAvatar } from '../avatar.ts'
import { administrator } from '../membership/role.ts'
import { createInbox } from './create-inbox.ts'
import { deleteInbox } from './delete-inbox.ts'
import { findVisibleInbox, visibleInboxIds } from './inbox.policy.ts'
import { presentInboxes } from './inbox.presenter.ts'
import { inboxInput, nullWords } from './inbox.schema.ts'
import { type InboxView, loadInboxViews } from './inbox-view.ts'
import { updateInbox } from './update-inbox.ts'

// The channel's plugin is asked before the transaction: a provider may take seconds to answer.
const change = { administrator: true, body: inboxInput, prepare: nullWords, transaction: false }

export const inboxRoutes = accountRoutes([
  {
    method: 'GET',
    path: '/inboxes',
    async handle(request) {
      const { em, account, membership } = request
      const views = await loadInboxViews(em, account.id, await visibleInboxIds(em, membership))
      return { payload: await present(request, views) }
    },
  },
  {
    method: 'GET',
    path: '/inboxes/:id',
    handle: async (request) => presentOne(request, await findInbox(request)),
  },
  {
    ...change,
    method: 'POST',
    path: '/inboxes',
    async handle(request) {
      const { id } = await createInbox(request.core, await scopeOf(request), request.body)
      request.core.dispatcher.wake()
      return presentOne(request, await reload(request, id))
    },
  },
  {
    ...change,
    method: 'PATCH',
    path: '/inboxes/:id',
    async handle(request) {
      const view = await findInbox(request)
      await updateInbox(request.core, await scopeOf(request), view, request.body)
      request.core.dispatcher.wake()
      return presentOne(request, await reload(request, view.inbox.id))
    },
  },
  {
    method: 'DELETE',
    path: '/inboxes/:id',
    administrator: true,
    transaction: false,
    async handle(request) {
      await deleteInbox(request.core, await scopeOf(request), await findInbox(request))
      return { message: 'Your inbox deletion request will be processed in some time.' }
    },
  },
  {
    method: 'DELETE',
    path: '/inboxes/:id/avatar',
    administrator: true,
    async handle(request) {
      const { core, em, account } = request
      await removeAvatar(core, em, (await findInbox(request)).inbox)
      await invalidateCache(core, em, account.id, 'inbox')
    },
  },
  {
    method: 'GET',
    path: '/inboxes/:id/agent_bot',
    async handle(request) {
      await findInbox(request)
      return {}
    },
  },
  {
    method: 'POST',
    path: '/inboxes/:id/set_agent_bot',
    administrator: true,
    body: { properties: { agent_bot: { type: ['integer', 'null'] } } },
    async handle(request) {
      await findInbox(request)
      // There are no bots to be found yet; taking none away is nothing to do.
      if (request.body.agent_bot) throw notFound()
    },
  },
])

const findInbox = ({ em, membership, params }: AccountRequest) => findVisibleInbox(em, membership, rowId(params.id))

const scopeOf = ({ core, em, account, actor, requestId }: AccountRequest) =>
  core.kernel.scope({ accountId: account.id, em, actor, requestId })

async function reload({ em, account }: AccountRequest, id: number): Promise<InboxView> {
  const [view] = await loadInboxViews(em.fork(), account.id, [id])
  if (!view) throw notFound()
  return view
}

async function present(request: AccountRequest, views: readonly InboxView[]) {
  const isAdministrator = request.membership.role === administrator
  return presentInboxes(request.core, views, await scopeOf(request), { administrator: isAdministrator })
}

const presentOne = async (request: AccountRequest, view: InboxView) => (await present(request, [view]))[0]
