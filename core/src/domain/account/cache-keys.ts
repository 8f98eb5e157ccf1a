import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { afterCommit } from '../../database/after-commit.ts'
import { query } from '../../database/query.ts'

export type CachedCollection = 'label' | 'inbox' | 'team'

const collections: readonly CachedCollection[] = ['label', 'inbox', 'team']
const never = '0000000000'
const lifetime = 72 * 60 * 60

/** The stamps that clients compare with their own copies; a stamp older than three days says nothing any more. */
export function currentCacheKeys(stamps: Record<string, string>): Record<CachedCollection, string> {
  const oldest = Math.floor(Date.now() / 1000) - lifetime
  const stampOf = (name: CachedCollection) => (Number(stamps[name] ?? 0) > oldest ? (stamps[name] as string) : never)
  return Object.fromEntries(collections.map((name) => [name, stampOf(name)])) as Record<CachedCollection, string>
}

/** Stamps a collection as changed and, once that is committed, tells every dashboard of the account. */
export async function invalidateCache(
  core: Core,
  em: EntityManager,
  accountId: number,
  collection: CachedCollection,
): Promise<void> {
  const [row] = await query<{ cache_keys: Record<string, string> }>(
    em,
    `update accounts set cache_keys = cache_keys || jsonb_build_object($2::text, floor(extract(epoch from now()))::bigint::text)
     where id = $1 returning cache_keys`,
    [accountId, collection],
  )
  if (!row) return
  const data = { account_id: accountId, cache_keys: currentCacheKeys(row.cache_keys) }
  afterCommit(em, () =>
    core.realtime.publish({
      accountId,
      event: 'account.cache_invalidated',
      data,
      streams: [`account_${accountId}`],
    }),
  )
}
