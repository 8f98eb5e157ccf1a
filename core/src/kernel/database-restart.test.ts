import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../../tests/support/database.ts'
import { decide } from '../../../tests/support/drafts.ts'
import { createAccountWithAdministrator } from '../../../tests/support/people.ts'
import { pluginFolder } from '../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import { migrate, openDatabase } from '../database/orm.ts'
import { type Postgres, startPostgres } from '../services/postgres.ts'

describe('when the database server ends and starts again', { timeout: 60_000 }, () => {
  let data: string
  let port: number
  let postgres: Postgres
  let folder: Awaited<ReturnType<typeof pluginFolder>>
  let product: Product
  let accountId: number
  const startServer = () => startPostgres({ folder: join(data, 'postgres'), port, settings: { fsync: 'off' } })

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'cordboard-restart-'))
    port = await freePort()
    postgres = await startServer()
    const orm = await openDatabase(postgres.url)
    await migrate(orm)
    await orm.close(true)
    folder = await pluginFolder()
    await folder.write('marker', {
      manifest: { permissions: ['messages:write'], contributes: { hooks: ['message.beforeCreate'] } },
      setup: `hooks['message.beforeCreate'].tap('x', (draft) => ({ ...draft, content: draft.content + 'marked' }))`,
    })
    product = await startProduct({ databaseUrl: postgres.url, pluginsDirectory: folder.path })
    accountId = (await createAccountWithAdministrator(product)).account.id
    expect(await decide(product, accountId)).toBe('marked')
  })
  afterAll(async () => {
    await product.stop()
    await postgres.stop()
    await folder.remove()
    await rm(data, { recursive: true, force: true })
  })

  /** What another process does while this one has no connection: its notification is never heard. */
  async function switchElsewhere(enabled: boolean) {
    const client = new Client(postgres.url)
    await client.connect()
    await client.query(
      `insert into plugin_accounts (account_id, plugin_id, enabled) values ($1, 'marker', $2)
       on conflict (account_id, plugin_id) do update set enabled = excluded.enabled`,
      [accountId, enabled],
    )
    await client.query('update kernel_revision set revision = revision + 1')
    await client.end()
  }

  it.each([
    ['stopped', false, () => postgres.stop()],
    [
      'killed',
      true,
      async () => {
        const gone = new Promise((resolve) => postgres.process.once('exit', resolve))
        process.kill(-(postgres.process.pid as number), 'SIGKILL')
        await gone
      },
    ],
  ])('%s: what is on for whom stays known, and a change that was missed is caught up with', async (_, next, end) => {
    await end()

    expect(await product.core.kernel.enabled(accountId, 'marker')).toBe(!next)
    expect(await decide(product, accountId)).toBe(next ? '' : 'marked')

    postgres = await startServer()
    await switchElsewhere(next)
    await expect.poll(() => product.core.kernel.enabled(accountId, 'marker'), { timeout: 20_000 }).toBe(next)
    expect(await decide(product, accountId)).toBe(next ? 'marked' : '')
  })
})
