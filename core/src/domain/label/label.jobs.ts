import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'

export const renameLabel = 'labels.rename'
const batch = 1000

export function defineLabelJobs(core: Core): void {
  core.jobs.define(renameLabel, async ({ accountId, from, to }, { signal }) => {
    const em = core.orm.em.fork()
    for (const table of ['conversations', 'contacts']) while (!signal.aborted && (await renameIn(table)) === batch);

    async function renameIn(table: string): Promise<number> {
      // The new title takes the old one's place; where both were set, one is left.
      const rows = await query(
        em,
        `update ${table} set updated_at = now(), labels = case when $3 = any(labels) then array_remove(labels, $2) else array_replace(labels, $2, $3) end
         where account_id = $1 and id in (select id from ${table} where account_id = $1 and labels @> array[$2] limit ${batch})
         returning id`,
        [accountId, from, to],
      )
      return rows.length
    }
  })
}
