import type { EntityManager } from '@mikro-orm/postgresql'
import { CordboardError, notFound } from '../../errors.ts'
import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import { presentAgent } from '../user/user.presenter.ts'
import { loadMembers, loadUserViews } from '../user/user-view.ts'
import { type AgentInput, agentUpdate, bulkInput, newAgentInput } from './agent.schema.ts'
import { inviteAgent } from './invite-agent.ts'
import { Membership } from './membership.entity.ts'
import { removeAgent } from './remove-agent.ts'
import { availabilities, roles } from './role.ts'
import { updateAgent } from './update-agent.ts'

export const agentRoutes = accountRoutes([
  {
    method: 'GET',
    path: '/agents',
    handle: async ({ core, em, account }) => (await loadMembers(core, em, account.id)).map(presentAgent),
  },
  { method: 'POST', path: '/agents', administrator: true, wrapper: 'agent', body: newAgentInput, handle: invite },
  { method: 'PATCH', path: '/agents/:id', administrator: true, wrapper: 'agent', body: agentUpdate, handle: update },
  {
    method: 'DELETE',
    path: '/agents/:id',
    administrator: true,
    handle: async ({ core, em, account, params }) =>
      removeAgent(core, em, await findMembership(em, account.id, params.id)),
  },
  { method: 'POST', path: '/agents/bulk_create', administrator: true, body: bulkInput, handle: inviteMany },
])

async function invite(request: AccountRequest) {
  const { core, em, account, user: inviter } = request
  const { email = '', name, role, availability, auto_offline: autoOffline } = request.body as AgentInput
  const user = await inviteAgent(
    core,
    em,
    { account, inviter },
    {
      email,
      name,
      ...(role && { role: roles.indexOf(role) }),
      ...(availability && { availability: availabilities.indexOf(availability) }),
      ...(autoOffline !== undefined && { autoOffline }),
    },
  )
  return present(request, user.id)
}

async function update(request: AccountRequest) {
  const { em, account, params, body } = request
  const membership = await findMembership(em, account.id, params.id)
  await updateAgent(em, membership, body)
  return present(request, membership.userId)
}

// Addresses that are wrong or members already are passed over: the others must not wait for them.
async function inviteMany({ core, em, account, user: inviter, body }: AccountRequest): Promise<void> {
  for (const email of body.emails as unknown[]) {
    const invitation = { email: String(email), availability: availabilities.indexOf('offline'), autoOffline: false }
    try {
      await em.transactional((em) => inviteAgent(core, em, { account, inviter }, invitation))
    } catch (error) {
      if (!CordboardError.is(error)) throw error
    }
  }
  account.customAttributes = Object.fromEntries(
    Object.entries(account.customAttributes).filter(([key]) => key !== 'onboarding_step'),
  )
  await em.flush()
}

const present = (request: AccountRequest, userId: number) => async () => {
  const [view] = await loadUserViews(request.core, request.em, request.account.id, [userId])
  return view && presentAgent(view)
}

async function findMembership(em: EntityManager, accountId: number, userId: unknown): Promise<Membership> {
  const membership = await em.findOne(Membership, { accountId, userId: rowId(userId) })
  if (!membership) throw notFound()
  return membership
}
