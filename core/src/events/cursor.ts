import type { Pool } from 'pg'
import type { LoggedEvent } from './dispatcher.ts'

/**
 * Where a reader of the event log stands. Ids alone would lose rows of transactions that commit late, so the log is read in
 * windows of transactions: everything below `horizon` is behind the reader, and the rows of transactions from there up to
 * `ceiling` can not change any more and are read in the order of their ids, up to `eventId` so far.
 */
export interface Cursor {
  horizon: string
  ceiling: string | null
  eventId: number
}

interface EventRow {
  id: number
  account_id: number
  name: string
  subject_type: string
  subject_id: number
  queue_key: string | null
  payload: Record<string, unknown>
  actor: Record<string, unknown> | null
  occurred_at: Date
}

/** How far transactions have got: those below `horizon` are through, those from there to `next` may be open. */
async function transactions(pool: Pool): Promise<{ horizon: string; next: string }> {
  const { rows } = await pool.query<{ horizon: string; next: string }>({
    name: 'events.horizon',
    text: `select pg_snapshot_xmin(snapshot)::text as horizon, pg_snapshot_xmax(snapshot)::text as next
      from pg_current_snapshot() as snapshot`,
  })
  return rows[0] as { horizon: string; next: string }
}

/** The position behind everything that is committed now. */
export async function nowCursor(pool: Pool): Promise<Cursor> {
  return { horizon: (await transactions(pool)).horizon, ceiling: null, eventId: 0 }
}

export interface Page {
  events: LoggedEvent[]
  /** Where the reader stands when it has dealt with the page; the same cursor when it has caught up. */
  after: Cursor
  /** A transaction is open that may have written events: look again soon. */
  isUnsettled: boolean
}

/** The next events behind the cursor, at most `limit`; none when the reader has caught up. */
export async function readPage(pool: Pool, cursor: Cursor, limit: number): Promise<Page> {
  const seen = cursor.ceiling === null ? await transactions(pool) : { horizon: cursor.ceiling, next: cursor.ceiling }
  const ceiling = seen.horizon
  const isUnsettled = seen.next !== ceiling
  if (ceiling === cursor.horizon) return { events: [], after: cursor, isUnsettled }
  const { rows } = await pool.query<EventRow>({
    name: 'events.page',
    text: `select id, account_id, name, subject_type, subject_id, queue_key, payload, actor, occurred_at from events
      where transaction_id >= $1::xid8 and transaction_id < $2::xid8 and id > $3 order by id limit $4`,
    values: [cursor.horizon, ceiling, cursor.eventId, limit],
  })
  const isWindowRead = rows.length < limit
  const after = isWindowRead
    ? { horizon: ceiling, ceiling: null, eventId: 0 }
    : { horizon: cursor.horizon, ceiling, eventId: (rows.at(-1) as EventRow).id }
  return { events: rows.map(toEvent), after, isUnsettled }
}

export const toEvent = (row: EventRow): LoggedEvent => ({
  id: row.id,
  accountId: row.account_id,
  name: row.name,
  subjectType: row.subject_type,
  subjectId: row.subject_id,
  queueKey: row.queue_key,
  payload: row.payload,
  actor: row.actor,
  occurredAt: row.occurred_at,
})

/** Where a consumer stood when it was last here; a new one begins with what comes from now on. */
export async function loadCursor(pool: Pool, consumer: string): Promise<Cursor> {
  const { rows } = await pool.query<{ horizon: string; ceiling: string | null; event_id: number; is_ahead: boolean }>(
    `select horizon::text, ceiling::text, event_id, horizon > pg_snapshot_xmax(pg_current_snapshot()) as is_ahead
     from event_cursors where consumer = $1`,
    [consumer],
  )
  const [row] = rows
  // A database that was restored elsewhere counts its transactions from the beginning.
  if (row && !row.is_ahead) return { horizon: row.horizon, ceiling: row.ceiling, eventId: row.event_id }
  const cursor = await nowCursor(pool)
  await saveCursor(pool, consumer, cursor)
  return cursor
}

export async function saveCursor(pool: Pool, consumer: string, { horizon, ceiling, eventId }: Cursor): Promise<void> {
  await pool.query({
    name: 'events.cursor',
    text: `insert into event_cursors (consumer, horizon, ceiling, event_id) values ($1, $2::xid8, $3::xid8, $4)
      on conflict (consumer) do update set horizon = excluded.horizon, ceiling = excluded.ceiling, event_id = excluded.event_id, updated_at = now()`,
    values: [consumer, horizon, ceiling, eventId],
  })
}
