import type { MikroORM } from '@mikro-orm/postgresql'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createTestDatabase } from '../../../tests/support/database.ts'
import { Account } from '../domain/account/account.entity.ts'
import { openDatabase } from './orm.ts'
import { query } from './query.ts'

describe('the database', () => {
  let orm: MikroORM
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await createTestDatabase(inject('postgres'))
    drop = database.drop
    orm = openDatabase(database.url)
  })
  afterAll(async () => {
    await orm.close(true)
    await drop()
  })

  it('has every column that an entity names', async () => {
    const columns = await query<{ name: string }>(
      orm.em.fork(),
      `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
    )
    const existing = new Set(columns.map(({ name }) => name))

    const missing = [...orm.getMetadata().getAll().values()]
      .flatMap((meta) => meta.props.flatMap((prop) => prop.fieldNames.map((field) => `${meta.tableName}.${field}`)))
      .filter((name) => !existing.has(name))

    expect(existing.size).toBeGreaterThan(100)
    expect(missing).toEqual([])
  })

  it('gives numbers for ids and dates for times, through the ORM and in raw SQL alike', async () => {
    const em = orm.em.fork()
    const account = em.create(Account, { name: 'Acme' })
    await em.flush()

    const [raw] = await query<{ id: number; created_at: Date; settings: object }>(
      em,
      'select id, created_at, settings from accounts where id = $1',
      [account.id],
    )

    expect(raw).toEqual({ id: account.id, created_at: expect.any(Date), settings: {} })
    expect((await orm.em.fork().findOneOrFail(Account, account.id)).createdAt).toEqual(raw?.created_at)
  })
})
