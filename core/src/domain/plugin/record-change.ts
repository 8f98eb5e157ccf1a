import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'
import type { AccountRequest } from '../../http/route.ts'

/** An entry of the audit log about a plugin, and the next kernel revision, which the answer is. */
export async function recordChange(
  em: EntityManager,
  { account, user, ip, requestId }: AccountRequest,
  action: 'enable' | 'disable' | 'update',
  pluginId: string,
  changes: Record<string, unknown>,
): Promise<number> {
  await query(
    em,
    `insert into audits (account_id, user_id, username, action, auditable_type, auditable_id, audited_changes, remote_address, request_id)
     values ($1, $2, $3, $4, 'Plugin', $5, $6, $7, $8)`,
    [account.id, user.id, user.email, action, pluginId, JSON.stringify(changes), ip, requestId],
  )
  const [row] = await query<{ revision: number }>(
    em,
    'update kernel_revision set revision = revision + 1, changed_at = now(), reason = $1 returning revision',
    [`${action} ${pluginId} for account ${account.id}`],
  )
  return row?.revision ?? 0
}
