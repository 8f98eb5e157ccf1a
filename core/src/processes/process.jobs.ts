import type { Core } from '../core.ts'
import { outboxStates } from './outbox.ts'

/** Throws away what nobody asks for any more: a week after it was done, three months after it was seen. */
export function defineProcessJobs({ jobs, pool }: Core): void {
  jobs.schedule('processes.prune', '41 3 * * *', async () => {
    await pool.query(
      `delete from process_outbox where state = ${outboxStates.done} and done_at < now() - interval '7 days'`,
    )
    await pool.query(
      `delete from process_outbox where state = ${outboxStates.dead} and done_at < now() - interval '90 days'`,
    )
    await pool.query(`delete from channel_snapshots where at < now() - interval '90 days'`)
  })
}
