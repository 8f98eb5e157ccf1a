import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { tellAdministrators } from './tell-administrators.ts'

/** What the notice of that key told is over: it leaves the list by itself. */
export async function settleNotice(core: Core, em: EntityManager, accountId: number, key: string): Promise<void> {
  const [settled] = await query<{ id: number }>(
    em,
    `update notices set settled_at = now() where account_id = $1 and key = $2 and settled_at is null returning id`,
    [accountId, key],
  )
  if (settled) await tellAdministrators(core, em, accountId, 'notice.settled', { id: settled.id })
}
