import type { Pool } from 'pg'
import { toEvent } from './cursor.ts'
import type { LoggedEvent } from './dispatcher.ts'

const backOffSeconds = [5, 30, 120, 600, 3_600, 21_600]
const offSeconds = 600
const keptDays = 7

/** As in `deliveries.state`. */
export const deliveryStates = { waiting: 0, dead: 1, delivered: 2, skipped: 3 } as const

export interface FailedDelivery {
  event: LoggedEvent
  plugin: string
  attempts: number
}

/** Notes that a plugin did not take a fact: it is told again, alone. */
export async function noteFailure(
  pool: Pool,
  { id, accountId, name, queueKey }: LoggedEvent,
  plugin: string,
  error: Error,
) {
  await pool.query({
    name: 'deliveries.note',
    text: `insert into deliveries (event_id, plugin_id, account_id, queue_key, hook, attempts, next_at, last_error)
      values ($1, $2, $3, $4, $5, 1, now() + make_interval(secs => $6), $7) on conflict do nothing`,
    values: [id, plugin, accountId, queueKey, name, backOffSeconds[0], reasonOf(error)],
  })
}

/** What is due for another try, oldest first. */
export async function dueDeliveries(pool: Pool, limit: number): Promise<FailedDelivery[]> {
  const { rows } = await pool.query({
    name: 'deliveries.due',
    text: `select d.plugin_id, d.attempts, e.* from deliveries d join events e on e.id = d.event_id and e.account_id = d.account_id
      where d.state = ${deliveryStates.waiting} and d.next_at <= now() order by d.event_id limit $1`,
    values: [limit],
  })
  return rows.map((row) => ({ event: toEvent(row), plugin: row.plugin_id, attempts: row.attempts }))
}

/** What became of another try. A plugin that is off loses no try. */
export async function noteRetry(
  pool: Pool,
  { event, plugin, attempts }: FailedDelivery,
  outcome: 'done' | 'off' | Error,
): Promise<void> {
  const keys = [event.id, plugin, event.accountId]
  const where = 'where event_id = $1 and plugin_id = $2 and account_id = $3'
  if (outcome === 'done')
    await pool.query(
      `update deliveries set state = ${deliveryStates.delivered}, last_error = null, updated_at = now() ${where}`,
      keys,
    )
  else if (outcome === 'off')
    await pool.query(`update deliveries set next_at = now() + make_interval(secs => $4), updated_at = now() ${where}`, [
      ...keys,
      offSeconds,
    ])
  else {
    const seconds = backOffSeconds[attempts]
    await pool.query(
      `update deliveries set attempts = attempts + 1, last_error = $4, state = $5, updated_at = now(),
         next_at = now() + make_interval(secs => $6) ${where}`,
      [...keys, reasonOf(outcome), seconds === undefined ? deliveryStates.dead : deliveryStates.waiting, seconds ?? 0],
    )
  }
}

export const pruneDeliveries = (pool: Pool) =>
  pool.query(
    `delete from deliveries where state in (${deliveryStates.delivered}, ${deliveryStates.skipped})
     and updated_at < now() - interval '${keptDays} days'`,
  )

const reasonOf = ({ message }: Error) => message.replaceAll('\0', '').toWellFormed().slice(0, 1_000)
