import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { afterCommit } from '../../database/after-commit.ts'
import { query } from '../../database/query.ts'
import { administrator } from '../membership/role.ts'

/** Sends a frame to the dashboards of the account's administrators, once the change is committed. */
export async function tellAdministrators(
  core: Core,
  em: EntityManager,
  accountId: number,
  event: 'notice.created' | 'notice.settled',
  data: Record<string, unknown>,
): Promise<void> {
  const readers = await query<{ pubsub_token: string }>(
    em,
    `select u.pubsub_token from account_users m join users u on u.id = m.user_id where m.account_id = $1 and m.role = $2`,
    [accountId, administrator],
  )
  const streams = readers.map(({ pubsub_token }) => pubsub_token)
  afterCommit(em, () => core.realtime.publish({ accountId, event, data, streams }))
}
