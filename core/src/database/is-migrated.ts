import type { Pool } from 'pg'
import { migrationNames } from './orm.ts'

const missingTable = '42P01'

/** Whether a database has every migration of this version. */
export async function isMigrated(pool: Pick<Pool, 'query'>): Promise<boolean> {
  try {
    const { rows } = await pool.query<{ name: string }>('select name from migrations')
    const applied = new Set(rows.map(({ name }) => name))
    return migrationNames().every((name) => applied.has(name))
  } catch (error) {
    if ((error as { code?: string }).code === missingTable) return false
    throw error
  }
}
