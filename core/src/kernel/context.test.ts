import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccountWithAdministrator } from '../../../tests/support/people.ts'
import { pluginFolder } from '../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import { sealSecrets } from '../domain/inbox/channel-secrets.ts'
import type { PluginContext } from './context.ts'

const manifest = {
  permissions: [
    'storage:own',
    'secrets:own',
    'http:egress:graph.pigeon.test',
    'http:egress:*.cdn.test',
    'http:egress:127.0.0.1',
    'http:egress:localhost',
  ],
  contributes: { channels: [{ type: 'Channel::Pigeon', label: 'Pigeon', capabilities: {} }] },
}

let product: Product
let folder: Awaited<ReturnType<typeof pluginFolder>>
let context: PluginContext
let provider: Server
let providerUrl: string
let accountId: number
const requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []

beforeAll(async () => {
  provider = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
    if (url === '/away') response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()
    else if (url === '/round') response.writeHead(307, { location: '/round' }).end()
    else if (url === '/hop') response.writeHead(303, { location: '/there' }).end()
    else if (url === '/silent') return
    else response.end('{"ok":true}')
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  providerUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  folder = await pluginFolder()
  await folder.write('channel-pigeon', { manifest, setup: 'globalThis.pigeon = context' })
  product = await startProduct({
    pluginsDirectory: folder.path,
    environment: { PIGEON_CLOUD_BASE_URL: providerUrl, PIGEON_KEY: 'k', PIGEONS: 'no', WHATSAPP_KEY: 'secret' },
  })
  context = (globalThis as unknown as { pigeon: PluginContext }).pigeon
  accountId = (await createAccountWithAdministrator(product)).account.id
})
afterAll(async () => {
  await product.stop()
  await folder.remove()
  provider.closeAllConnections()
  provider.close()
})

describe('what a plugin may touch', () => {
  it('is its own part of the environment', () => {
    expect(context.environment).toEqual({ PIGEON_CLOUD_BASE_URL: providerUrl, PIGEON_KEY: 'k' })
  })

  it('is what it asked for, and the error says what to ask for', () => {
    expect(() => context.jobs).toThrow('does not ask for jobs:own')
    expect(context.pluginId).toBe('channel-pigeon')
  })
})

describe('outgoing calls', () => {
  const call = (url: string, init?: Parameters<PluginContext['http']['fetch']>[1]) => context.http.fetch(url, init)

  it('reach the address that the operator put in the place of the provider', async () => {
    const answer = await call(`${providerUrl}/v1?x=1`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { authorization: 'Bearer t' },
    })

    expect(await answer.json()).toEqual({ ok: true })
    expect(requests.at(-1)).toMatchObject({
      method: 'POST',
      url: '/v1?x=1',
      body: '{"a":1}',
      headers: { authorization: 'Bearer t' },
    })
  })

  it('upload forms', async () => {
    const form = new FormData()
    form.set('file', new Blob(['pixels'], { type: 'image/png' }), 'a.png')
    await call(`${providerUrl}/media`, { method: 'POST', body: form })

    expect(requests.at(-1)?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(requests.at(-1)?.body).toContain('filename="a.png"')
  })

  it('follow redirects within what is allowed, as a GET after a 303', async () => {
    await call(`${providerUrl}/hop`, { method: 'POST', body: 'x' })
    expect(requests.at(-1)).toMatchObject({ method: 'GET', url: '/there', body: '' })

    await expect(call(`${providerUrl}/away`)).rejects.toMatchObject({ code: 'egress.url' })
    await expect(call(`${providerUrl}/round`)).rejects.toMatchObject({ code: 'egress.redirect' })
  })

  it('end in time', async () => {
    await expect(call(`${providerUrl}/silent`, { timeout: 50 })).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it.each([
    ['https://evil.test/', 'egress.host'],
    ['https://cdn.test.evil.test/', 'egress.host'],
    ['https://xcdn.test/', 'egress.host'],
    ['http://127.0.0.1/', 'egress.address'],
    ['http://2130706433/', 'egress.address'],
    ['https://graph.pigeon.test:8443/', 'egress.url'],
    ['https://a:b@graph.pigeon.test/', 'egress.url'],
    ['file:///etc/passwd', 'egress.url'],
  ])('are refused elsewhere: %s', async (url, code) => {
    await expect(call(url)).rejects.toMatchObject({ code })
  })

  it('are refused where a public name leads inside', async () => {
    const error = await call('http://localhost/').catch((thrown) => thrown)

    expect([error.code, error.cause?.code]).toContain('egress.address')
  })
})

describe('the store', () => {
  it('keeps small values for a while, account by account', async () => {
    const { store } = context
    await store.set('cursor', { at: 5 }, { accountId })
    await store.set('cursor', { at: 6 }, { accountId })
    await store.set('gone', 1, { accountId, ttlSeconds: 0 })

    expect(await store.get('cursor', { accountId })).toEqual({ at: 6 })
    expect(await store.get('cursor', { accountId: accountId + 1 })).toBeUndefined()
    expect(await store.get('gone', { accountId })).toBeUndefined()
    await store.delete('cursor', { accountId })
    expect(await store.get('cursor', { accountId })).toBeUndefined()
    await expect(store.set('big', 'x'.repeat(70_000), { accountId })).rejects.toMatchObject({ code: 'storage.size' })
  })
})

describe('channels', () => {
  const connect = async (type: string, identity: string) => {
    const { pool, cipher } = product.core
    const { rows } = await pool.query(
      `with channel as (
         insert into channels (account_id, type, identity, settings, secrets) values ($1, $2, $3, '{"region": "eu"}', $4) returning id
       ) insert into inboxes (account_id, channel_id, channel_type, name) select $1, id, $2, 'Roof' from channel returning id`,
      [accountId, type, identity, sealSecrets(cipher, { key: 'k-1', pin: 'p-1' })],
    )
    return rows[0].id as number
  }

  it('are found across accounts with their secrets, those of its own types alone', async () => {
    const inboxId = await connect('Channel::Pigeon', 'roof-1')
    const foreign = await connect('Channel::Other', 'roof-2')
    const { channels } = context

    expect(await channels.find('Channel::Pigeon', 'roof-1')).toMatchObject([
      { accountId, inboxId, identity: 'roof-1', settings: { region: 'eu' }, secrets: { key: 'k-1' } },
    ])
    expect(await channels.findBySetting('Channel::Pigeon', 'region', 'eu')).toHaveLength(1)
    expect(await channels.all('Channel::Pigeon')).toHaveLength(1)
    expect(await channels.get(foreign)).toBeUndefined()
    expect(() => channels.find('Channel::Other', 'roof-2')).toThrow('does not declare')
  })

  it('are changed key by key', async () => {
    const inboxId = await connect('Channel::Pigeon', 'roof-3')
    await context.channels.update(inboxId, { settings: { coop: 7 }, secrets: { key: 'k-2' } })

    expect(await context.channels.get(inboxId)).toMatchObject({
      settings: { region: 'eu', coop: 7 },
      secrets: { key: 'k-2', pin: 'p-1' },
    })
  })
})
