import type { Pool } from 'pg'
import { type EntryOutcome, entryStates, type JournalEntry } from './journal-entry.ts'

interface EntryRow {
  id: number
  account_id: number
  inbox_id: number
  plugin_id: string
  provider_id: string
  headers: Record<string, string>
  body: Buffer
  received_at: Date
}

/** The oldest entries that nobody has worked on. */
export async function openEntries(pool: Pool, limit: number): Promise<JournalEntry[]> {
  const { rows } = await pool.query<EntryRow>({
    name: 'journal.open',
    text: `select id, account_id, inbox_id, plugin_id, provider_id, headers, body, received_at
      from inbound_events where state = 0 order by id limit $1`,
    values: [limit],
  })
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    inboxId: row.inbox_id,
    pluginId: row.plugin_id,
    providerId: row.provider_id,
    headers: row.headers,
    body: row.body,
    receivedAt: row.received_at,
  }))
}

/** Puts entries aside that did not go through, with the reason. */
export async function markEntries(pool: Pool, outcomes: readonly EntryOutcome[]): Promise<void> {
  await pool.query({
    name: 'journal.mark',
    text: `update inbound_events set state = outcome.state, error = outcome.error, attempts = attempts + 1, processed_at = now()
      from unnest($1::bigint[], $2::smallint[], $3::text[]) as outcome (id, state, error)
      where inbound_events.id = outcome.id`,
    values: [
      outcomes.map(({ id }) => id),
      outcomes.map(({ state }) => entryStates[state]),
      outcomes.map(({ error }) => error.replaceAll('\0', '').toWellFormed().slice(0, 2_000)),
    ],
  })
}
