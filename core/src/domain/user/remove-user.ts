import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'

/** Removes a person who belongs to no account any more, with sessions and token. Administrators of the installation stay. */
export async function removeUser(em: EntityManager, userId: number): Promise<void> {
  const gone = await query(em, 'delete from users where id = $1 and not is_installation_administrator returning id', [
    userId,
  ])
  if (gone.length > 0)
    await query(em, `delete from access_tokens where owner_type = 'User' and owner_id = $1`, [userId])
}
