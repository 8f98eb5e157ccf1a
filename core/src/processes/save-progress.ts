import type { Core } from '../core.ts'
import { query } from '../database/query.ts'
import { invalidateCache } from '../domain/account/cache-keys.ts'
import type { ChannelProgress } from './progress.ts'

/**
 * Mirrors the state of a process into our own table, where screens read it. Repeating it changes nothing; for an inbox
 * that is gone there is nothing to mirror.
 */
export async function saveProgress(
  core: Core,
  accountId: number,
  inboxId: number,
  progress: ChannelProgress,
): Promise<void> {
  await core.orm.em.fork().transactional(async (em) => {
    const saved = await query(
      em,
      `with saved as (
         insert into channel_processes (account_id, inbox_id, progress)
         select account_id, id, $3 from inboxes where account_id = $1 and id = $2
         on conflict (inbox_id) do update set progress = excluded.progress, updated_at = now()
         returning inbox_id),
       snapshot as (
         insert into channel_snapshots (account_id, inbox_id, at, facts)
         select $1, inbox_id, now(), $3::jsonb -> 'facts' from saved
         where jsonb_typeof($3::jsonb -> 'facts') = 'object' and not exists (
           select 1 from (
             select facts, at from channel_snapshots where account_id = $1 and inbox_id = $2 order by at desc limit 1) last
           where last.facts = $3::jsonb -> 'facts' and last.at > now() - interval '1 day')
         on conflict do nothing)
       select inbox_id from saved`,
      [accountId, inboxId, JSON.stringify(progress)],
    )
    // Open pages of the inbox read it again.
    if (saved.length > 0) await invalidateCache(core, em, accountId, 'inbox')
  })
}
