import type { EntityManager } from '@mikro-orm/postgresql'
import { CordboardError } from '../../errors.ts'
import { Membership } from './membership.entity.ts'

/** The ids without doubles. Throws a 401, as the contract has it, when one of them is no member of the account. */
export async function memberIds(em: EntityManager, accountId: number, userIds: readonly number[]): Promise<number[]> {
  const ids = [...new Set(userIds)]
  const members = await em.count(Membership, { accountId, userId: { $in: ids } })
  if (members !== ids.length) throw new CordboardError('user.unknown', 401, 'Invalid User IDs')
  return ids
}
