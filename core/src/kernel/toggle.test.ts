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
})
