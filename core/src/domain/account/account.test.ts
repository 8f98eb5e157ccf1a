import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caller, callerWithToken } from '../../../../tests/support/api.ts'
import { accountPath, createAccountWithAdministrator, createAgent, password } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { query } from '../../database/query.ts'

let product: Product
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())

async function acme() {
  const { account, administrator, token } = await createAccountWithAdministrator(product)
  return { account, administrator, path: accountPath(account), call: callerWithToken(product, token) }
}

it('is recognised by clients of the contract', async () => {
  const { status, body } = await caller(product)('GET', '/api')

  expect(status).toBe(200)
  expect(body).toEqual({
    version: '4.6.0',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    queue_services: 'ok',
    data_services: 'ok',
  })
})

describe('an account', () => {
  it('is shown to its members', async () => {
    const { account, path, call } = await acme()

    const { status, body } = await call('GET', path)

    expect(status).toBe(200)
    expect(body).toEqual({
      settings: {},
      created_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      domain: null,
      features: expect.objectContaining({ labels: true, inbox_management: true, macros: true }),
      id: account.id,
      locale: 'en',
      name: 'Acme',
      support_email: null,
      status: 'active',
      cache_keys: { label: '0000000000', inbox: '0000000000', team: '0000000000' },
      latest_chatwoot_version: null,
    })
  })

  it.each(['.json', '/'])('is found under its path with %s', async (ending) => {
    const { path, call } = await acme()

    expect((await call('GET', `${path}${ending}`)).status).toBe(200)
  })

  it('is closed to strangers and unknown to nobody’s id', async () => {
    const { call } = await acme()
    const { account: other } = await createAccountWithAdministrator(product)

    expect(await call('GET', accountPath(other))).toMatchObject({
      status: 401,
      body: { error: 'You are not authorized to access this account' },
    })
    for (const id of ['999999999', 'abc', '1e3', '-1', '9'.repeat(40)])
      expect(await call('GET', `/api/v1/accounts/${id}`)).toMatchObject({
        status: 404,
        body: { error: 'Resource could not be found' },
      })
  })

  it('is closed to everybody while suspended', async () => {
    const { account, path, call } = await acme()
    await query(product.core.orm.em.fork(), 'update accounts set status = 1 where id = $1', [account.id])

    expect(await call('GET', path)).toMatchObject({ status: 401, body: { error: 'Account is suspended' } })
  })

  it.each(['PATCH', 'PUT'])('is changed by an administrator with %s', async (method) => {
    const { path, call } = await acme()
    await call(method, path, { industry: 'tea', auto_resolve_message: 'Bye' })

    const { status, body } = await call(method, path, {
      name: 'Beta',
      locale: 'de',
      support_email: 'help@beta.test',
      company_size: '10',
      auto_resolve_after: 20,
      something_else: [1],
    })

    expect(status).toBe(200)
    expect(body).toMatchObject({
      name: 'Beta',
      locale: 'de',
      support_email: 'help@beta.test',
      settings: { auto_resolve_after: 20, auto_resolve_message: 'Bye' },
      custom_attributes: {
        plan_name: null,
        subscribed_quantity: null,
        subscription_status: null,
        subscription_ends_on: null,
        industry: 'tea',
        company_size: '10',
      },
    })
  })

  it.each([
    [{ auto_resolve_after: 9 }, 'auto_resolve_after', '10'],
    [{ auto_resolve_after: 1_439_857 }, 'auto_resolve_after', '1439856'],
    [{ auto_resolve_after: 'soon' }, 'auto_resolve_after', 'integer'],
    [{ auto_resolve_message: {} }, 'auto_resolve_message', 'string'],
    [{ locale: 'xx' }, 'locale', 'allowed'],
    [{ name: '' }, 'name', 'blank'],
    [{ name: ['a', 'b'] }, 'name', 'string'],
    [{ domain: 'x'.repeat(101) }, 'domain', '100'],
    [{ support_email: 'nobody' }, 'support_email', 'invalid'],
  ])('is not changed by %j', async (wrong, attribute, words) => {
    const { path, call } = await acme()

    const answer = await call('PATCH', path, wrong)

    expect(answer).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining(words), attributes: [attribute] },
    })
  })

  it('is not changed by agents', async () => {
    const { account, path } = await acme()
    const { token } = await createAgent(product, account)

    const answer = await callerWithToken(product, token)('PATCH', path, { name: 'Mine' })

    expect(answer).toMatchObject({ status: 401, body: { error: 'You are not authorized to do this action' } })
  })

  it('notes when a member was last active', async () => {
    const { path, call } = await acme()

    const answer = await call('POST', `${path}/update_active_at`)

    expect(answer).toMatchObject({ status: 200, body: '' })
    expect((await call('GET', '/api/v1/profile')).body.accounts[0].active_at).toMatch(/Z$/)
  })

  it('stamps its collections when they change', async () => {
    const { path, call } = await acme()
    await call('POST', `${path}/labels`, { title: 'billing' })

    const { body, headers } = await call('GET', `${path}/cache_keys`)

    expect(body.cache_keys).toEqual({
      label: expect.stringMatching(/^1\d{9}$|^\d{10}$/),
      inbox: '0000000000',
      team: '0000000000',
    })
    expect(Number(body.cache_keys.label)).toBeGreaterThan(Date.now() / 1000 - 60)
    expect(headers.get('cache-control')).toBe('max-age=10, private, stale-while-revalidate=300')
  })
})

describe('a new account', () => {
  const input = { account_name: 'New', user_full_name: 'Nia New', email: 'nia@new.test', password }

  it('is refused to strangers where sign-up is closed', async () => {
    expect((await caller(product)('POST', '/api/v1/accounts', input)).status).toBe(404)
  })

  it('is opened by the installation’s administrators, who become its administrators', async () => {
    const { administrator, call } = await acme()
    await query(product.core.orm.em.fork(), 'update users set is_installation_administrator = true where id = $1', [
      administrator.id,
    ])

    const { status, body } = await call('POST', '/api/v1/accounts', { account_name: 'Second' })

    expect(status).toBe(200)
    expect(body.data).toMatchObject({ id: administrator.id, role: 'administrator', account_id: expect.any(Number) })
    expect((await call('GET', `/api/v1/accounts/${body.data.account_id}`)).body.name).toBe('Second')
  })

  it('is not opened by administrators of another account', async () => {
    const { call } = await acme()

    expect((await call('POST', '/api/v1/accounts', { account_name: 'Second' })).status).toBe(404)
  })

  describe('where sign-up is open', () => {
    let open: Product
    beforeAll(async () => {
      open = await startProduct({ signup: true })
    })
    afterAll(() => open.stop())

    it('comes with a user and a session', async () => {
      const { status, body, headers } = await caller(open)('POST', '/api/v1/accounts.json', input)

      expect(status).toBe(200)
      expect(body.data).toMatchObject({
        provider: 'email',
        uid: 'nia@new.test',
        name: 'Nia New',
        role: 'administrator',
        confirmed: false,
        access_token: expect.any(String),
        created_at: expect.stringMatching(/Z$/),
        accounts: [{ id: body.data.account_id, name: 'New', active_at: null, role: 'administrator', locale: 'en' }],
      })
      expect(headers.get('access-token')).toBeTruthy()
    })

    it.each([
      ['an address in use', { email: 'used@new.test' }],
      ['no address', { email: 'none' }],
      ['a weak password', { password: 'x' }],
      ['an object as address', { email: {} }],
    ])('is refused with 403 for %s, and nothing is left behind', async (_name, wrong) => {
      await caller(open)('POST', '/api/v1/accounts', { ...input, email: 'used@new.test' })
      const [before] = await query(open.core.orm.em.fork(), 'select count(*)::int from accounts')

      const answer = await caller(open)('POST', '/api/v1/accounts', { ...input, email: 'x@new.test', ...wrong })

      expect(answer).toMatchObject({ status: 403, body: { message: expect.any(String) } })
      expect(await query(open.core.orm.em.fork(), 'select count(*)::int from accounts')).toEqual([before])
    })
  })
})
