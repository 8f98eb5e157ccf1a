import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../core.ts'
import { afterCommit } from '../database/after-commit.ts'
import { query } from '../database/query.ts'

export const outboxChannel = 'cordboard_outbox'
export const answerChannel = 'cordboard_process_answers'

/** `start` onboarding, `tell` news, `ask` a wish, `signal` what the core itself has to say to the processes that run. */
export type OutboxKind = 'start' | 'tell' | 'ask' | 'signal'

export const outboxStates = { waiting: 0, taken: 1, done: 2, dead: 3 } as const

/** A call of Temporal that is due as soon as the transaction that asks for it is committed. */
export interface OutboxEntry {
  accountId: number
  inboxId: number
  pluginId: string
  kind: OutboxKind
  /** Of the signal or update. */
  name?: string
  detail?: Record<string, unknown>
  by?: number | undefined
  /** Entries of the same key of an inbox are kept once. */
  key?: string | undefined
  /** Why a process is started for it. */
  because?: string | undefined
}

/**
 * Writes calls in the caller's transaction, in order, and wakes whoever carries them out once it is committed. Without an
 * entity manager they are durable at once, and no connection of the ORM's pool is taken. Answers their ids.
 */
export async function writeOutbox(
  core: Pick<Core, 'pool' | 'pluginPool' | 'log'>,
  em: EntityManager | undefined,
  entries: readonly OutboxEntry[],
): Promise<number[]> {
  if (entries.length === 0) return []
  const write = (text: string, values: unknown[]) =>
    em ? query<{ id: number }>(em, text, values) : core.pluginPool.query(text, values).then(({ rows }) => rows)
  const rows: { id: number }[] = await write(
    `insert into process_outbox (account_id, inbox_id, plugin_id, kind, name, detail, by_user_id, message_key, because)
     select account_id, inbox_id, plugin_id, kind, coalesce(name, ''), coalesce(detail, '{}'), by_user_id, message_key, because
     from rows from (jsonb_to_recordset($1::jsonb) as (account_id bigint, inbox_id bigint, plugin_id text, kind text, name text,
       detail jsonb, by_user_id bigint, message_key text, because text)) with ordinality order by ordinality
     on conflict do nothing returning id`,
    [JSON.stringify(entries.map(toRow))],
  )
  const wake = () => notify(core, outboxChannel, '')
  if (rows.length > 0) em ? afterCommit(em, wake) : wake()
  return rows.map(({ id }) => id)
}

const toRow = ({ accountId, inboxId, pluginId, kind, name, detail, by, key, because }: OutboxEntry) => ({
  account_id: accountId,
  inbox_id: inboxId,
  plugin_id: pluginId,
  kind,
  name,
  detail,
  by_user_id: by,
  message_key: key,
  because,
})

/** Wakes another process, outside any transaction. A call that is lost costs the time until the next look. */
export function notify({ pool, log }: Pick<Core, 'pool' | 'log'>, channel: string, payload: string): void {
  pool
    .query({ name: 'notify', text: 'select pg_notify($1, $2)', values: [channel, payload] })
    .catch((error: Error) => log.debug({ reason: error.message }, 'a process was not woken'))
}
