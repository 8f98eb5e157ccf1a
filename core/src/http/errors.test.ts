import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { errorOf } from './errors.ts'

describe('an error of the database', () => {
  let pool: Pool
  beforeAll(() => {
    pool = new Pool({ connectionString: inject('postgres'), max: 1, connectionTimeoutMillis: 20 })
  })
  afterAll(() => pool.end())

  it('is a reason to try again where no connection was free in time', async () => {
    const taken = await pool.connect()
    const thrown = await pool.query('select 1').catch((error: unknown) => error)
    taken.release()
    expect(errorOf(thrown)).toMatchObject({ status: 503, code: 'database.away', headers: { 'Retry-After': '5' } })
  })

  it('is the client’s where a value can not be stored', async () => {
    const thrown = await pool.query(`select 'x'::int`).catch((error: unknown) => error)
    expect(errorOf(thrown)).toMatchObject({ status: 422, code: 'record.invalid' })
  })

  it('is ours where nobody foresaw it', () => {
    expect(errorOf(new Error('select me'))).toMatchObject({ status: 500, message: 'Internal Server Error' })
  })
})
