import type { Core } from '../core.ts'
import { isTransient } from '../database/transient.ts'
import { entryStates } from './journal-entry.ts'

const heldDays = 30
const heldBytes = 1024 ** 3
const failedDays = 30
const doneDays = 7

/** Entries of channels that are off for their account: kept, and worked on in their order when the channel is on again. */
export interface Holding {
  /** Learns what is held, at the start and when this process takes over. */
  read(): Promise<void>
  has(accountId: number, pluginId: string): boolean
  note(accountId: number, pluginId: string): void
  /** Puts everything held for it back in line. */
  release(accountId: number, pluginId: string): Promise<void>
  /** Releases what is on again. */
  releaseDue(): Promise<void>
}

export function createHolding({ pool, kernel, log }: Core, released: () => void): Holding {
  const held = new Map<string, { accountId: number; pluginId: string }>()
  const keyOf = (accountId: number, pluginId: string) => `${accountId} ${pluginId}`
  const note = (accountId: number, pluginId: string) =>
    void held.set(keyOf(accountId, pluginId), { accountId, pluginId })
  let looking = false

  async function release(accountId: number, pluginId: string): Promise<void> {
    await pool.query(
      `update inbound_events set state = ${entryStates.received}, error = null
       where account_id = $1 and plugin_id = $2 and state = ${entryStates.held}`,
      [accountId, pluginId],
    )
    held.delete(keyOf(accountId, pluginId))
  }

  return {
    note,
    release,
    has: (accountId, pluginId) => held.has(keyOf(accountId, pluginId)),
    async read() {
      const { rows } = await pool.query<{ account_id: number; plugin_id: string }>(
        `select distinct account_id, plugin_id from inbound_events where state = ${entryStates.held}`,
      )
      for (const { account_id, plugin_id } of rows) note(account_id, plugin_id)
    },
    async releaseDue() {
      if (looking || held.size === 0) return
      looking = true
      try {
        for (const { accountId, pluginId } of [...held.values()]) {
          if (!(await kernel.enabled(accountId, pluginId))) continue
          await release(accountId, pluginId)
          released()
        }
      } catch (error) {
        if (!isTransient(error)) log.error({ err: error }, 'held messages could not be released')
      } finally {
        looking = false
      }
    },
  }
}

/** Forgets what is old: held and failed entries after 30 days, done ones after 7, and what an account holds beyond 1 GiB. */
export async function pruneJournal({ pool }: Pick<Core, 'pool'>): Promise<void> {
  await pool.query(
    `delete from inbound_events where state = ${entryStates.done} and received_at < now() - interval '${doneDays} days'`,
  )
  await pool.query(
    `delete from inbound_events where (state = ${entryStates.held} and received_at < now() - interval '${heldDays} days')
       or (state = ${entryStates.failed} and received_at < now() - interval '${failedDays} days')`,
  )
  await pool.query(
    `delete from inbound_events using (
       select id, sum(octet_length(body)) over (partition by account_id order by id desc) as bytes
       from inbound_events where state = ${entryStates.held}) held
     where inbound_events.id = held.id and held.bytes > $1`,
    [heldBytes],
  )
}
