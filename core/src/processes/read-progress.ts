import type { Core } from '../core.ts'
import type { ProcessSubject } from './process.ts'
import type { Snapshot } from './processes.ts'
import type { ChannelProgress } from './progress.ts'

// Longer than a worker is silent while it works.
const silentSeconds = 15

/** How far a process is, by its own last word; `stale` where it can not have spoken since. */
export async function readProgress(
  { pluginPool: pool }: Core,
  { accountId, inboxId }: ProcessSubject,
): Promise<(ChannelProgress & { stale: boolean }) | undefined> {
  const { rows } = await pool.query<{ progress: ChannelProgress; stale: boolean }>({
    name: 'process-progress',
    text: `select progress, coalesce(temporal_at < now() - make_interval(secs => $3), true) as stale
           from channel_processes, process_pulse where account_id = $1 and inbox_id = $2`,
    values: [accountId, inboxId, silentSeconds],
  })
  const [found] = rows
  return found && { ...found.progress, stale: found.stale }
}

export async function readSnapshots(
  { pluginPool: pool }: Core,
  { accountId, inboxId }: ProcessSubject,
  days: number,
): Promise<Snapshot[]> {
  const { rows } = await pool.query<{ at: Date; facts: Record<string, unknown> }>({
    name: 'process-snapshots',
    text: `select at, facts from channel_snapshots
           where account_id = $1 and inbox_id = $2 and at > now() - make_interval(days => $3) order by at`,
    values: [accountId, inboxId, days],
  })
  return rows.map(({ at, facts }) => ({ at: at.toISOString(), facts }))
}
