import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { notFound } from '../../errors.ts'
import { tellAdministrators } from './tell-administrators.ts'

/** Takes a notice off the list of all administrators; dismissing it twice is no error. */
export async function dismissNotice(core: Core, em: EntityManager, accountId: number, id: number): Promise<void> {
  const found = await query(
    em,
    `update notices set dismissed_at = coalesce(dismissed_at, now()) where account_id = $1 and id = $2 returning id`,
    [accountId, id],
  )
  if (found.length === 0) throw notFound()
  await tellAdministrators(core, em, accountId, 'notice.settled', { id })
}
