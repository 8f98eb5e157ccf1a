import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, caller, callerWithToken } from '../../../tests/support/api.ts'
import { accountPath, createAccountWithAdministrator, password } from '../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'

let product: Product
let path: string
let call: ReturnType<typeof caller>
beforeAll(async () => {
  product = await startProduct()
  const { account, token } = await createAccountWithAdministrator(product, { email: 'ada@acme.test' })
  path = accountPath(account)
  call = callerWithToken(product, token)
})
afterAll(() => product.stop())

const json = { 'content-type': 'application/json' }
const post = (body: string | Uint8Array, headers: Record<string, string> = json): Promise<Answer> =>
  call('POST', `${path}/labels`, body, headers)

describe('a request body', () => {
  it.each([
    ['malformed JSON', '{"title":'],
    ['a word', 'title'],
    ['nested ten thousand deep', `{"title":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ])('that is %s is a 400', async (_name, body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { error: expect.any(String) } })
  })

  it('that is not UTF-8 is a 400', async () => {
    expect((await post(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]))).status).toBe(400)
  })

  it.each(['[]', '[{"title":"billing"}]', '"billing"', '5', 'null', 'true', '', '{}', '{"label":[]}', '{"label":"x"}'])(
    'that is %s is a 422',
    async (body) => {
      expect((await post(body)).status).toBe(422)
    },
  )

  it('keeps what is around a NUL character and drops what reaches into prototypes', async () => {
    const answer = await post(
      '{"title":"nul-\\u0000inside","description":"a\\u0000b\\ud800","__proto__":{"color":"#000000"}}',
    )

    expect(answer.body).toMatchObject({ title: 'nul-inside', description: 'ab\ufffd', color: '#1f93ff' })
  })

  it('may be a form with bracketed names', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }

    const wrapped = await post('label[title]=from-a-form&label[show_on_sidebar]=false', form)
    const flat = await post('title=flat-form', form)

    expect(wrapped.body).toMatchObject({ title: 'from-a-form', show_on_sidebar: false })
    expect(flat).toMatchObject({ status: 422, body: { error: 'param is missing or the value is empty: label' } })
  })

  it('may be JSON that nobody called so', async () => {
    expect((await post('{"title":"unnamed"}', { 'content-type': 'text/plain' })).status).toBe(200)
  })

  it('that is larger than 10 MB is a 413 that the client gets to read', async () => {
    expect((await post(JSON.stringify({ title: 'x'.repeat(11 * 1024 * 1024) }))).status).toBe(413)
  })

  it('of two megabytes in one title is a 422', async () => {
    expect((await post(JSON.stringify({ title: 'x'.repeat(2 * 1024 * 1024) }))).status).toBe(422)
  })

  it('that is compressed is a 415', async () => {
    expect((await post('{"title":"x"}', { ...json, 'content-encoding': 'gzip' })).status).toBe(415)
  })

  it.each([
    ['no boundary', 'multipart/form-data', 'x'],
    [
      'an end too early',
      'multipart/form-data; boundary=b',
      '--b\r\ncontent-disposition: form-data; name="a"; filename="f"\r\n\r\nhalf',
    ],
    ['no parts', 'multipart/form-data; boundary=b', 'nothing'],
  ])('of several parts with %s is refused', async (_name, type, body) => {
    expect((await post(body, { 'content-type': type })).status).toBeOneOf([400, 422])
  })

  it('with files is not taken from strangers', async () => {
    const form = new FormData()
    form.append('email', new Blob(['x']), 'email.txt')

    const answer = await caller(product)('POST', '/auth/sign_in', form)

    expect(answer.status).toBe(422)
  })

  it('survives any value at any place', async () => {
    const values = [null, true, -1, 1e308, 2 ** 60, '', 'null', '\u0000', [], [[]], {}, { $ne: 1 }, 'x'.repeat(100_000)]
    const requests: [string, string, Record<string, unknown>][] = [
      ['POST', '/auth/sign_in', { email: 'ada@acme.test', password }],
      ['POST', '/auth/password', { email: 'nobody@acme.test' }],
      ['PUT', '/auth/password', { reset_password_token: 'x', password, password_confirmation: password }],
      ['POST', '/auth/confirmation', { confirmation_token: 'x' }],
      ['POST', '/api/v1/accounts', { account_name: 'x', email: 'x', password: 'x' }],
      ['PATCH', path, { name: 'Acme', locale: 'en', auto_resolve_after: 10, timezone: 'x', domain: 'x' }],
      ['POST', `${path}/labels`, { title: 'any', color: '#fff', show_on_sidebar: true, description: 'x' }],
      ['POST', `${path}/teams`, { name: 'any', description: 'x', allow_auto_assign: true }],
      ['POST', `${path}/agents`, { name: 'x', email: 'x', role: 'agent', availability: 'busy', auto_offline: true }],
      ['POST', `${path}/agents/bulk_create`, { emails: ['x'] }],
      ['POST', `${path}/inbox_members`, { inbox_id: 1, user_ids: [1] }],
      [
        'POST',
        `${path}/inboxes`,
        { name: 'x', channel: { type: 'x' }, working_hours: [], csat_config: {}, timezone: 'UTC' },
      ],
      [
        'POST',
        `${path}/custom_attribute_definitions`,
        { attribute_key: 'x', attribute_display_name: 'x', attribute_model: 0, attribute_values: [] },
      ],
      [
        'PUT',
        '/api/v1/profile',
        { name: 'Ada', display_name: 'x', ui_settings: {}, avatar: 'x', password: '', phone_number: 'x' },
      ],
      ['POST', '/api/v1/profile/availability', { account_id: 1, availability: 'busy' }],
    ]

    const statuses = new Map<string, number>()
    for (const [method, address, body] of requests)
      for (const key of Object.keys(body))
        for (const value of values) {
          const { status } = await call(method, address, { ...body, [key]: value })
          statuses.set(`${method} ${address} ${key} ${JSON.stringify(value)?.slice(0, 20)}`, status)
        }

    expect([...statuses].filter(([, status]) => status >= 500)).toEqual([])
    expect(statuses.size).toBeGreaterThan(500)
  })
})

describe('a path and query', () => {
  it.each([
    '/api/v1/accounts/%00',
    '/api/v1/accounts/%E0%A4%A',
    '/%',
    '//',
    '/api/v1/accounts/1/labels/1e9',
    '/api/v1/profile?a[b][c]=%00&a=1',
  ])('like %s is answered below 500', async (address) => {
    expect((await call('GET', address)).status).toBeLessThan(500)
  })

  it('of every account route is a 404 for ids that are none', async () => {
    for (const id of ['0', '-1', '1.5', 'null', '99999999999999999999', '%27'])
      for (const collection of ['labels', 'teams', 'inboxes', 'custom_attribute_definitions', 'inbox_members'])
        expect((await call('GET', `${path}/${collection}/${id}`)).status).toBe(404)
  })

  it('may be asked for its head alone', async () => {
    const answer = await call('HEAD', `${path}/labels`)

    expect(answer).toMatchObject({ status: 200, body: '' })
  })

  it('that is absolute nonsense does not stop the server', async () => {
    await new Promise<void>((resolve) => {
      const { hostname, port } = new URL(product.url)
      const socket = connect(Number(port), hostname, () =>
        socket.end('GET http:// HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
      )
      socket.resume().on('close', () => resolve())
    })

    expect((await call('GET', '/api')).status).toBe(200)
  })
})

it('answers with safe headers everywhere', async () => {
  for (const address of ['/api', '/nothing/here', `${path}/labels`]) {
    const { headers } = await call('GET', address)

    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.get('cache-control')).toBe('no-store')
  }
})

describe('who is not signed in', () => {
  it('is refused before their body is read', async () => {
    const answer = await caller(product)('POST', `${path}/labels`, '{broken', json)

    expect(answer).toMatchObject({
      status: 401,
      body: { errors: ['You need to sign in or sign up before continuing.'] },
    })
  })
})
