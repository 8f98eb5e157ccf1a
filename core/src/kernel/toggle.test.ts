import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from '../../../tests/support/drafts.ts'
import { accountPath, createAccountWithAdministrator } from '../../../tests/support/people.ts'
import { pluginFolder } from '../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import { createCore } from '../create-core.ts'
import { startCore, stopCore } from '../start-core.ts'

type Home = Awaited<ReturnType<typeof createAccountWithAdministrator>>

const manifest = {
  permissions: ['messages:write', 'storage:own', 'jobs:own'],
  contributes: {
    hooks: ['message.beforeCreate', 'http.routes'],
    routes: [
      { method: 'GET', path: '/api/v1/accounts/:account_id/marks', auth: 'agent' },
      { method: 'POST', path: '/api/v1/accounts/:account_id/marks', auth: 'agent' },
    ],
    jobs: [{ name: 'mark', cron: '0 4 * * *' }],
  },
}

// Leaves a mark for whatever it was allowed to do.
const setup = `
  const { store, jobs } = context
  jobs.define('mark', async ({ text = 'cron' }, { accountId }) => store.set('job:' + text, true, { accountId }))
  hooks['message.beforeCreate'].tap('x', (draft) => ({ ...draft, content: draft.content + 'marked' }))
  hooks['http.routes'].tap('x', (routes) => {
    routes.handle('GET', '/api/v1/accounts/:account_id/marks', () => ({ body: { marks: true } }))
    routes.handle('POST', '/api/v1/accounts/:account_id/marks', async ({ accountId, body }) => {
      await jobs.enqueue('mark', { text: body.text }, { accountId, ...(body.later && { runAt: new Date(Date.now() + 400) }) })
      return { status: 202 }
    })
  })`

describe('switching a plugin', () => {
  let product: Product
  let folder: Awaited<ReturnType<typeof pluginFolder>>
  let on: Home
  let off: Home

  const call = (home: Home, method: string, path: string, body?: unknown) =>
    fetch(product.url + accountPath(home.account) + path, {
      method,
      headers: { api_access_token: home.token, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const flip = (home: Home, to: 'enable' | 'disable') => call(home, 'POST', `/plugins/marker/${to}`)
  const marks = async ({ account }: Home) => {
    const { rows } = await product.core.pool.query(
      `select key from plugin_storage where account_id = $1 and plugin_id = 'marker' order by key`,
      [account.id],
    )
    return rows.map(({ key }) => key)
  }

  beforeAll(async () => {
    folder = await pluginFolder()
    await folder.write('marker', { manifest, setup })
    product = await startProduct({
      pluginsDirectory: folder.path,
      // Nobody is there: what needs no durable process goes on.
      temporal: { address: '127.0.0.1:9', namespace: 'default', ui: undefined },
    })
    on = await createAccountWithAdministrator(product)
    off = await createAccountWithAdministrator(product)
    await flip(off, 'disable')
  })
  afterAll(async () => {
    await product.stop()
    await folder.remove()
  })

  it('decides over its taps, account by account', async () => {
    expect(await decide(product, on.account.id)).toBe('marked')
    expect(await decide(product, off.account.id)).toBe('')
  })

  it('decides over its routes', async () => {
    expect((await call(on, 'GET', '/marks')).status).toBe(200)
    expect((await call(off, 'GET', '/marks')).status).toBe(404)
  })

  it('decides over its jobs, those already waiting too', async () => {
    await call(on, 'POST', '/marks', { text: 'now' })
    await call(on, 'POST', '/marks', { text: 'later', later: true })
    await expect.poll(() => marks(on)).toEqual(['job:now'])

    await flip(on, 'disable')
    const waiting = async () => (await product.core.pool.query('select from graphile_worker.jobs')).rowCount
    await expect.poll(waiting, { timeout: 15_000 }).toBe(0)

    expect(await marks(on)).toEqual(['job:now'])
    await flip(on, 'enable')
  })

  it('decides over its schedule', async () => {
    await product.core.jobs.enqueue(product.core.orm.em.fork(), 'marker.mark.schedule', {})

    await expect.poll(() => marks(on), { timeout: 10_000 }).toContain('job:cron')
    expect(await marks(off)).toEqual([])
  })

  it('leaves a call that has begun as it is; the next one obeys', async () => {
    const { kernel, orm } = product.core
    const scope = await kernel.scope({ accountId: on.account.id, em: orm.em.fork() })

    await flip(on, 'disable')

    expect(scope.plugins.has('marker')).toBe(true)
    expect(await decide(product, on.account.id)).toBe('')
    await flip(on, 'enable')
    expect(await decide(product, on.account.id)).toBe('marked')
  })

  it('is heard by other processes at once', async () => {
    const other = await createCore({ ...product.core.configuration })
    await startCore(other)
    expect(await other.kernel.enabled(on.account.id, 'marker')).toBe(true)

    await flip(on, 'disable')
    await expect.poll(() => other.kernel.enabled(on.account.id, 'marker'), { timeout: 4_000 }).toBe(false)

    await flip(on, 'enable')
    await stopCore(other)
  })

  it('survives a database that goes away, and what was missed meanwhile is caught up with', {
    timeout: 60_000,
  }, async () => {
    const { pool, kernel } = product.core
    const database = new URL(product.core.configuration.databaseUrl)
    const name = database.pathname.slice(1)
    const { Client } = await import('pg')
    const outside = new Client(Object.assign(database, { pathname: '/postgres' }).href)
    await outside.connect()
    expect(await decide(product, on.account.id)).toBe('marked')
    await outside.query(`alter database ${name} allow_connections false`)
    await outside.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])

    expect(await kernel.enabled(on.account.id, 'marker')).toBe(true)
    expect(await decide(product, on.account.id)).toBe('marked')

    await outside.query(`alter database ${name} allow_connections true`)
    await outside.end()
    await expect
      .poll(() =>
        pool.query('select 1').then(
          ({ rowCount }) => rowCount,
          () => 0,
        ),
      )
      .toBe(1)
    // Another process's change whose notification got lost.
    await pool.query(`update plugin_accounts set enabled = false where account_id = $1`, [on.account.id])
    await pool.query('update kernel_revision set revision = revision + 1')
    await expect.poll(() => kernel.enabled(on.account.id, 'marker'), { timeout: 15_000 }).toBe(false)
  })
})

describe('a process that dies between commit and delivery', () => {
  it('leaves its facts to the next one, in their order', async () => {
    const folder = await pluginFolder()
    await folder.write('listener', {
      manifest: { permissions: ['messages:read', 'storage:own'], contributes: { hooks: ['message.created'] } },
      setup: `hooks['message.created'].tapPromise('x', async ({ id, payload }, { accountId }) => {
        if (globalThis.dying) await new Promise(() => {})
        const heard = (await context.store.get('heard', { accountId })) ?? []
        await context.store.set('heard', [...heard, payload.messageId], { accountId })
      })`,
    })
    const product = await startProduct({ pluginsDirectory: folder.path })
    const { account } = await createAccountWithAdministrator(product)
    const accountId = account.id
    const tell = async (messageId: number) => {
      const { emit } = await import('../events/emit.ts')
      const payload = { messageId, conversationId: 1, inboxId: 1 }
      const subject = { subjectType: 'message', subjectId: messageId, actor: { kind: 'system' } } as const
      await emit(product.core.orm.em.fork(), {
        accountId,
        name: 'message.created',
        ...subject,
        payload,
        queueKey: 'conversation:1',
      })
    }
    const heard = async () => {
      const { rows } = await product.core.pool.query(`select value from plugin_storage where key = 'heard'`)
      return (rows[0]?.value ?? []) as number[]
    }

    Object.assign(globalThis, { dying: true })
    for (const id of [1, 2, 3]) await tell(id)
    product.core.dispatcher.wake()
    // Taken, never finished: what was under way is lost with the process.
    await expect.poll(() => product.core.kernel.generation().running).toBeGreaterThan(0)
    await product.core.dispatcher.stop()
    Object.assign(globalThis, { dying: false })
    const next = await createCore({ ...product.core.configuration })
    await startCore(next)

    await expect.poll(heard, { timeout: 20_000 }).toEqual([1, 2, 3])
    await stopCore(next)
    await product.stop()
    await folder.remove()
  })
})
