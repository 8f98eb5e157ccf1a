import type { EntityManager } from '@mikro-orm/postgresql'
import { forbidden, notFound } from '../../errors.ts'
import type { Membership } from '../membership/membership.entity.ts'
import { administrator } from '../membership/role.ts'
import { type InboxView, inboxIdsOf, loadInboxViews } from './inbox-view.ts'

/** Ids of the inboxes that a member sees; undefined: all of the account. */
export const visibleInboxIds = async (em: EntityManager, membership: Membership): Promise<number[] | undefined> =>
  membership.role === administrator ? undefined : inboxIdsOf(em, membership.accountId, membership.userId)

/** The account's inbox for a member who may see it: else a 404 where there is none, a 401 where it is others'. */
export async function findVisibleInbox(em: EntityManager, membership: Membership, id: number): Promise<InboxView> {
  const [view] = await loadInboxViews(em, membership.accountId, [id])
  if (!view) throw notFound()
  const visible = await visibleInboxIds(em, membership)
  if (visible && !visible.includes(id)) throw forbidden()
  return view
}
