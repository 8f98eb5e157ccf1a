import type { EntityManager } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { storeReceipts } from './inbound.sql.ts'
import { foldReceipts, type Origin, type ReceiptRow, storableJson } from './inbound-row.ts'

/** Receipts of messages that are not known by then were for messages that somebody else sent. */
const keptHours = 24

/** Applies receipts to their messages; those that come before their message is known are kept until it is. */
export async function applyReceipts(core: Core, rows: readonly ReceiptRow[], done: number[]): Promise<void> {
  const values = [storableJson(rows), done]
  const { rows: early } = await core.pool.query<{ n: number }>({ name: 'receipts.store', text: storeReceipts, values })
  if (early.length === 0) return
  const unknown = early.map(({ n }) => rows[n] as ReceiptRow)
  await core.orm.em.fork().transactional(async (em) => {
    await lockSources(
      em,
      unknown.map(({ inbox_id, source_id }) => ({ inboxId: inbox_id, sourceId: source_id })),
    )
    const still = await query<{ n: number }>(em, storeReceipts, [
      storableJson(unknown.map((row, n) => ({ ...row, n }))),
      [],
    ])
    await keep(
      em,
      still.map(({ n }) => unknown[n] as ReceiptRow),
    )
  })
}

export interface Source extends Origin {
  sourceId: string
}

/** Applies what came early for messages whose provider id has just been stored in this transaction. */
export async function applyEarlyReceipts(em: EntityManager, sources: readonly Source[]): Promise<void> {
  if (sources.length === 0) return
  await lockSources(em, sources)
  const early = await query<
    Omit<ReceiptRow, 'n' | 'message_id' | 'attributes'> & { additional_attributes: Record<string, unknown> }
  >(
    em,
    `delete from early_receipts using unnest($1::bigint[], $2::bigint[], $3::text[]) as source (account_id, inbox_id, source_id)
     where early_receipts.account_id = source.account_id and early_receipts.inbox_id = source.inbox_id
       and early_receipts.source_id = source.source_id
     returning early_receipts.*`,
    [
      sources.map(({ accountId }) => accountId),
      sources.map(({ inboxId }) => inboxId),
      sources.map(({ sourceId }) => sourceId),
    ],
  )
  if (early.length === 0) return
  const rows = early.map((row) => ({ ...row, n: 0, message_id: null, attributes: row.additional_attributes }))
  await query(em, storeReceipts, [storableJson(foldReceipts(rows)), []])
}

// The one who stores a message's id and the one who keeps a receipt for it wait for each other, so that none is missed.
const lockSources = (em: EntityManager, sources: readonly Pick<Source, 'inboxId' | 'sourceId'>[]) =>
  query(
    em,
    `select pg_advisory_xact_lock(key) from (select distinct hashtextextended(inbox_id || ' ' || source_id, 7) as key
     from unnest($1::bigint[], $2::text[]) as source (inbox_id, source_id) order by key) locks`,
    [sources.map(({ inboxId }) => inboxId), sources.map(({ sourceId }) => sourceId)],
  )

const keep = (em: EntityManager, rows: readonly ReceiptRow[]) =>
  query(
    em,
    `insert into early_receipts (account_id, inbox_id, source_id, status, error, additional_attributes)
     select account_id, inbox_id, source_id, status, error, attributes from json_to_recordset($1::json) as row
       (account_id bigint, inbox_id bigint, source_id text, status smallint, error text, attributes jsonb)
     on conflict do nothing`,
    [storableJson(rows)],
  )

export const pruneEarlyReceipts = (pool: Pool) =>
  pool.query(`delete from early_receipts where created_at < now() - interval '${keptHours} hours'`)

export const markDone = async (pool: Pool, ids: readonly number[]): Promise<void> => {
  if (ids.length === 0) return
  await pool.query({
    name: 'journal.done',
    text: 'update inbound_events set state = 1, error = null, attempts = attempts + 1, processed_at = now() where id = any ($1::bigint[])',
    values: [ids],
  })
}
