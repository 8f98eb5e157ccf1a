import type { Pool } from 'pg'
import { isTransient } from '../database/transient.ts'
import { CordboardError } from '../errors.ts'
import type { InboundEntry } from '../kernel/context.ts'
import type { JournalEntry } from './journal-entry.ts'

const flightEntries = 1_000
const flightBytes = 8 * 1024 * 1024
const waitingBytes = 128 * 1024 * 1024
const patienceMilliseconds = 5_000
const pauseMilliseconds = 100

type Unstored = InboundEntry & { pluginId: string }

interface Waiting {
  entries: Unstored[]
  bytes: number
  resolve(): void
  reject(error: unknown): void
}

/** Puts entries on disk in groups: one flight at a time, and whatever waits meanwhile forms the next. */
export interface Intake {
  receive(pluginId: string, entries: readonly InboundEntry[]): Promise<void>
  /** Resolves when no flight is under way. */
  settle(): Promise<void>
}

/** `stored` gets what is new, in order; undefined when that is not known and the table must be asked. */
export function createIntake(pool: Pool, stored: (entries: JournalEntry[] | undefined) => void): Intake {
  const waiting: Waiting[] = []
  let size = 0
  let flight: Promise<void> | undefined

  async function fly(): Promise<void> {
    // Those whose requests are being read in this turn of the loop come along.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) await land(take())
    flight = undefined
  }

  function take(): Waiting[] {
    let entries = 0
    let bytes = 0
    let count = 0
    for (const next of waiting) {
      if (count > 0 && (entries + next.entries.length > flightEntries || bytes + next.bytes > flightBytes)) break
      entries += next.entries.length
      bytes += next.bytes
      count += 1
    }
    size -= bytes
    return waiting.splice(0, count)
  }

  async function land(group: Waiting[]): Promise<void> {
    try {
      stored(
        await insertPatiently(
          pool,
          group.flatMap(({ entries }) => entries),
        ),
      )
      for (const { resolve } of group) resolve()
    } catch (error) {
      if (group.length > 1 && !isTransient(error)) for (const one of group) await land([one])
      else for (const { reject } of group) reject(isTransient(error) ? unavailable(error) : error)
    }
  }

  return {
    receive(pluginId, entries) {
      if (entries.length === 0) return Promise.resolve()
      const bytes = entries.reduce((sum, { body }) => sum + body.length + 200, 0)
      if (size + bytes > waitingBytes) return Promise.reject(unavailable())
      size += bytes
      return new Promise((resolve, reject) => {
        waiting.push({ entries: entries.map((entry) => ({ ...entry, pluginId })), bytes, resolve, reject })
        flight ??= fly()
      })
    },
    async settle() {
      while (flight) await flight
    },
  }
}

/** The provider is asked to send again later. */
const unavailable = (cause?: unknown) =>
  new CordboardError('journal.unavailable', 503, 'The message could not be stored now. Send it again later.', { cause })

// A database that restarts is waited for; whether an interrupted insert took effect is then not known.
async function insertPatiently(pool: Pool, entries: Unstored[]): Promise<JournalEntry[] | undefined> {
  const deadline = Date.now() + patienceMilliseconds
  for (let attempt = 1; ; attempt += 1) {
    try {
      const rows = await insert(pool, entries)
      return attempt === 1 ? rows : undefined
    } catch (error) {
      if (!isTransient(error) || Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds * attempt))
    }
  }
}

async function insert(pool: Pool, entries: Unstored[]): Promise<JournalEntry[]> {
  const starts: number[] = []
  let position = 1
  for (const { body } of entries) {
    starts.push(position)
    position += body.length
  }
  const { rows } = await pool.query<{ place: number; id: number; received_at: Date }>({
    name: 'journal.insert',
    text: statement,
    values: [
      entries.map(({ accountId }) => accountId),
      entries.map(({ inboxId }) => inboxId),
      entries.map(({ pluginId }) => pluginId),
      entries.map(({ providerId }) => providerId.replaceAll('\0', '').toWellFormed()),
      entries.map(({ headers }) => (headers ? JSON.stringify(headers) : '{}')),
      starts,
      entries.map(({ body }) => body.length),
      // All bodies as one binary value: an array of them would travel as hexadecimal text.
      Buffer.concat(entries.map(({ body }) => body)),
    ],
  })
  return rows.map(({ place, id, received_at }) => {
    const { accountId, inboxId, pluginId, providerId, headers = {}, body } = entries[place - 1] as Unstored
    return { id, accountId, inboxId, pluginId, providerId, headers, body, receivedAt: received_at }
  })
}

const statement = `
  with entry as materialized (
    select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::jsonb[], $6::int[], $7::int[])
      with ordinality as entry (account_id, inbox_id, plugin_id, provider_id, headers, start, length, place)
  ), stored as (
    insert into inbound_events (account_id, inbox_id, plugin_id, provider_id, headers, body)
    select account_id, inbox_id, plugin_id, provider_id, headers, substring($8::bytea from start for length)
    from entry order by place
    on conflict do nothing
    returning id, account_id, inbox_id, provider_id, received_at
  )
  select distinct on (stored.id) stored.id, entry.place, stored.received_at
  from stored join entry using (account_id, inbox_id, provider_id)
  order by stored.id, entry.place`
