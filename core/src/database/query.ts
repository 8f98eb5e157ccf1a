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

/** The pg pool below the ORM, for named prepared statements on the hot path. */
export const poolOf = async (em: EntityManager): Promise<Pool> =>
  (await (em.getConnection() as PostgreSqlConnection).getNativeClient()) as Pool
