import { request as rawRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccountWithAdministrator, createAgent } from '../../../tests/support/people.ts'
import { pluginFolder } from '../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'

const routes = [
  { method: 'POST', path: '/webhooks/echo/:name', auth: 'signature', rawBody: true, maxBytes: 1000 },
  { method: 'GET', path: '/webhooks/echo', auth: 'public', rawBody: true },
  { method: 'POST', path: '/api/v1/accounts/:account_id/echo/:name', auth: 'agent' },
  { method: 'GET', path: '/secret', auth: 'administrator' },
  { method: 'POST', path: '/open', auth: 'public' },
  { method: 'GET', path: '/broken', auth: 'public' },
  { method: 'GET', path: '/refuses', auth: 'public' },
]

const setup = `
  hooks['http.routes'].tap('x', (routes) => {
    routes.handle('POST', '/webhooks/echo/:name', ({ params, rawBody, headers, query }) => {
      if (headers['x-signature'] !== 'good') return { status: 401 }
      return { status: 201, headers: { 'x-name': encodeURIComponent(params.name) }, body: { text: Buffer.from(rawBody).toString(), query } }
    })
    routes.handle('GET', '/webhooks/echo', ({ query }) => ({ body: query['hub.challenge'] }))
    routes.handle('POST', '/api/v1/accounts/:account_id/echo/:name', ({ params, body, accountId, role }) => ({ body: { params, body, accountId, role } }))
    routes.handle('GET', '/secret', ({ role }) => ({ body: { role } }))
    routes.handle('POST', '/open', ({ body }) => ({ body }))
    routes.handle('GET', '/broken', () => { throw undefined })
    routes.handle('GET', '/refuses', () => { throw Object.assign(new Error('No such thing'), { [Symbol.for('cordboard.error')]: true, code: 'echo.none', status: 404 }) })
  })`

describe('routes of a plugin', () => {
  let product: Product
  let folder: Awaited<ReturnType<typeof pluginFolder>>
  let home: Awaited<ReturnType<typeof createAccountWithAdministrator>>
  const call = (path: string, init: RequestInit = {}) => fetch(product.url + path, init)
  const as = (token: string) => ({ api_access_token: token, 'content-type': 'application/json' })

  beforeAll(async () => {
    folder = await pluginFolder()
    await folder.write('echo', { manifest: { contributes: { hooks: ['http.routes'], routes } }, setup })
    product = await startProduct({ pluginsDirectory: folder.path })
    home = await createAccountWithAdministrator(product)
  })
  afterAll(async () => {
    await product.stop()
    await folder.remove()
  })

  it('get the bytes of a webhook as they came', async () => {
    const answer = await call('/webhooks/echo/%2B55%2011?a=1', {
      method: 'POST',
      headers: { 'x-signature': 'good' },
      body: '{"a": 1}',
    })

    expect(answer.status).toBe(201)
    expect(answer.headers.get('x-name')).toBe(encodeURIComponent('+55 11'))
    expect(await answer.json()).toEqual({ text: '{"a": 1}', query: { a: '1' } })
  })

  it('answer with their own status and text', async () => {
    expect((await call('/webhooks/echo/x', { method: 'POST', body: 'x' })).status).toBe(401)
    expect(await (await call('/webhooks/echo/?hub.challenge=1234')).text()).toBe('1234')
  })

  it('are spared a body over their limit', async () => {
    const answer = await call('/webhooks/echo/x', { method: 'POST', body: 'x'.repeat(2_000_000) })

    expect(answer.status).toBe(413)
  })

  it('are no reason to fail when the caller hangs up in the middle', async () => {
    await new Promise<void>((resolve) => {
      const request = rawRequest(`${product.url}/webhooks/echo/x`, {
        method: 'POST',
        headers: { 'content-length': 500 },
      })
      request.on('error', () => resolve())
      request.write('half', () => setImmediate(() => request.destroy()))
      request.on('close', () => resolve())
    })

    expect((await call('/webhooks/echo?hub.challenge=1')).status).toBe(200)
  })

  it('of an account want its member', async () => {
    const path = `/api/v1/accounts/${home.account.id}/echo/a`
    const { token } = await createAgent(product, home.account)
    const stranger = await createAccountWithAdministrator(product)

    expect((await call(path, { method: 'POST' })).status).toBe(401)
    expect((await call(path, { method: 'POST', headers: as(stranger.token) })).status).toBe(401)
    const answer = await call(path, { method: 'POST', headers: as(token), body: '{"b":2}' })
    expect(await answer.json()).toEqual({
      params: { account_id: String(home.account.id), name: 'a' },
      body: { b: 2 },
      accountId: home.account.id,
      role: 'agent',
    })
  })

  it('are mounted below the plugin when their path is their own', async () => {
    const { token } = await createAgent(product, home.account)
    const path = `/plugins/echo/secret?account_id=${home.account.id}`

    expect((await call(path, { headers: as(token) })).status).toBe(401)
    expect(await (await call(path, { headers: as(home.token) })).json()).toEqual({ role: 'administrator' })
    expect((await call('/plugins/echo/secret', { headers: as(home.token) })).status).toBe(404)
  })

  it('get malformed bodies answered by the host', async () => {
    const headers = { 'content-type': 'application/json' }

    expect((await call('/plugins/echo/open', { method: 'POST', headers, body: '{' })).status).toBe(400)
    expect((await call('/plugins/echo/open', { method: 'POST', headers, body: '['.repeat(20_000) })).status).toBe(400)
    expect((await call('/webhooks/echo/%ff', { method: 'POST', headers, body: '{}' })).status).toBe(404)
  })

  it('that fail are named, and say nothing of the reason outside', async () => {
    const broken = await call('/plugins/echo/broken')

    expect(broken.status).toBe(503)
    expect(await broken.json()).toEqual({ error: 'Plugin "echo" could not finish this. Try again.' })
    expect(product.core.kernel.metrics.hooksOf('echo').get('route GET /broken')).toMatchObject({
      failures: 1,
      lastError: { message: 'Plugin "echo" 1.0.0, hook route GET /broken: threw undefined' },
    })
  })

  it('may refuse in their own words', async () => {
    const refused = await call('/plugins/echo/refuses')

    expect(refused.status).toBe(404)
    expect(await refused.json()).toEqual({ error: 'No such thing' })
  })
})
