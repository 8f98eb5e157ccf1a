import type { Pool } from 'pg'
import type { LoggedEvent } from './dispatcher.ts'

/**
 * Where a reader of the event log stands. Ids alone would lose rows of transactions that commit late, so the log is read
 * by transactions: everything of those below `horizon` is behind the reader, and a window of transactions that are all
 * through can not change any more. Within a window the events come in the order of their ids.
 */
export interface Cursor {
  horizon: string
  /** The last event seen, to look at. */
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

interface WindowRow extends EventRow {
  /** Transactions below are through. */
  horizon: string
  /** The next transaction's number: others below it may be open. */
  next: string
  transaction_id: string | null
}

/** The position behind everything that is committed now. */
export async function nowCursor(pool: Pool): Promise<Cursor> {
  const { rows } = await pool.query<{ horizon: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as horizon',
  )
  return { horizon: (rows[0] as { horizon: string }).horizon, eventId: 0 }
}

export interface Page {
  events: LoggedEvent[]
  /** Where the reader stands when it has dealt with the page; the same cursor when there was nothing new. */
  after: Cursor
  /** More is waiting behind the page. */
  isFull: boolean
  /** A transaction is open that may have written events: look again soon. */
  isUnsettled: boolean
}

/** The next events behind the cursor, about `limit` at most. */
export async function readPage(pool: Pool, cursor: Cursor, limit: number): Promise<Page> {
  const rows = await readWindow(pool, cursor.horizon, limit)
  const { horizon, next } = rows[0] as WindowRow
  const isUnsettled = next !== horizon
  const found = rows.filter(({ transaction_id }) => transaction_id !== null)
  if (found.length < limit) {
    const after = horizon === cursor.horizon ? cursor : cursorAfter(cursor, horizon, found)
    return { events: inOrder(found), after, isFull: false, isUnsettled }
  }
  // The last transaction may have been cut off: it comes with the next page, or whole if it is all there is.
  const last = (found.at(-1) as WindowRow).transaction_id as string
  const whole = found.filter(({ transaction_id }) => transaction_id !== last)
  if (whole.length > 0)
    return { events: inOrder(whole), after: cursorAfter(cursor, last, whole), isFull: true, isUnsettled }
  const { rows: huge } = await pool.query<WindowRow>(`select ${columns} from events where transaction_id = $1::xid8`, [
    last,
  ])
  return {
    events: inOrder(huge),
    after: cursorAfter(cursor, String(BigInt(last) + 1n), huge),
    isFull: true,
    isUnsettled,
  }
}

const columns =
  'id, account_id, name, subject_type, subject_id, queue_key, payload, actor, occurred_at, transaction_id::text'

async function readWindow(pool: Pool, horizon: string, limit: number): Promise<WindowRow[]> {
  const { rows } = await pool.query<WindowRow>({
    name: 'events.window',
    text: `select seen.horizon::text, seen.next::text, event.*
      from (select pg_snapshot_xmin(snapshot) as horizon, pg_snapshot_xmax(snapshot) as next from pg_current_snapshot() as snapshot) seen
      left join lateral (select ${columns} from events
        where events.transaction_id >= $1::xid8 and events.transaction_id < seen.horizon
        order by events.transaction_id limit $2) event on true`,
    values: [horizon, limit],
  })
  return rows
}

const inOrder = (rows: readonly EventRow[]): LoggedEvent[] => rows.map(toEvent).sort((a, b) => a.id - b.id)

const cursorAfter = ({ eventId }: Cursor, horizon: string, rows: readonly EventRow[]): Cursor => ({
  horizon,
  eventId: rows.reduce((most, { id }) => Math.max(most, id), eventId),
})

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
  const { rows } = await pool.query<{ horizon: string; event_id: number; is_ahead: boolean }>(
    `select horizon::text, event_id, horizon > pg_snapshot_xmax(pg_current_snapshot()) as is_ahead
     from event_cursors where consumer = $1`,
    [consumer],
  )
  const [row] = rows
  // A database that was restored elsewhere counts its transactions from the beginning.
  if (row && !row.is_ahead) return { horizon: row.horizon, eventId: row.event_id }
  const cursor = await nowCursor(pool)
  await saveCursor(pool, consumer, cursor)
  return cursor
}

/** Without waiting for the disk: after a crash a little is delivered again, which handlers stand. */
export async function saveCursor(pool: Pool, consumer: string, { horizon, eventId }: Cursor): Promise<void> {
  await pool.query({
    name: 'events.cursor',
    text: `with unhurried as materialized (select set_config('synchronous_commit', 'off', true))
      insert into event_cursors (consumer, horizon, event_id) select $1, $2::xid8, $3 from unhurried
      on conflict (consumer) do update set horizon = excluded.horizon, event_id = excluded.event_id, updated_at = now()`,
    values: [consumer, horizon, eventId],
  })
}
