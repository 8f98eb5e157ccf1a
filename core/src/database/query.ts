import type { EntityManager, PostgreSqlConnection } from '@mikro-orm/postgresql'
import { CompiledQuery, type Transaction } from 'kysely'
import type { Pool } from 'pg'

/**
 * Runs one SQL statement with `$n` parameters: inside the entity manager's transaction when there is one, else on the
 * pool. Pending changes of the entity manager are not flushed; do that first where the statement depends on them.
 */
export async function query<Row = Record<string, unknown>>(
  em: EntityManager,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const transaction = em.getTransactionContext<Transaction<unknown>>()
  if (transaction) return (await transaction.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows
  const pool = await poolOf(em)
  return (await pool.query(text, [...values])).rows as Row[]
}

/** A statement that every connection prepares once: for what runs with every message. */
export interface PreparedStatement {
  readonly name: string
  readonly text: string
}

/** Like `query`, with a prepared statement. */
export async function prepared<Row = Record<string, unknown>>(
  em: EntityManager,
  { name, text }: PreparedStatement,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const transaction = em.getTransactionContext<Transaction<unknown>>()
  if (!transaction) return (await (await poolOf(em)).query({ name, text, values: [...values] })).rows as Row[]
  // The query builder hands its text to the driver as it is, and the driver takes a named statement in its place.
  const statement = { name, text } as unknown as string
  return (await transaction.executeQuery<Row>(CompiledQuery.raw(statement, [...values]))).rows
}

/** The pg pool below the ORM, for named prepared statements on the hot path. */
export const poolOf = async (em: EntityManager): Promise<Pool> =>
  (await (em.getConnection() as PostgreSqlConnection).getNativeClient()) as Pool
