import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, caller } from '../../../../tests/support/api.ts'
import { createAccountWithAdministrator, createAgent, password } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { createUser } from './create-user.ts'
import { UserSession } from './session.entity.ts'

let product: Product
let call: ReturnType<typeof caller>
beforeAll(async () => {
  product = await startProduct()
  call = caller(product)
})
afterAll(() => product.stop())

const signIn = (email: string, secret = password) => call('POST', '/auth/sign_in', { email, password: secret })

const sessionOf = ({ headers }: Answer) => ({
  'access-token': headers.get('access-token') as string,
  client: headers.get('client') as string,
  uid: headers.get('uid') as string,
})

describe('signing in', () => {
  it('answers with the user and the token headers', async () => {
    const { account, administrator, token } = await createAccountWithAdministrator(product, { email: 'ada@acme.test' })

    const answer = await signIn('ada@acme.test')

    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      data: {
        access_token: token,
        account_id: account.id,
        available_name: 'Ada Admin',
        avatar_url: '',
        confirmed: true,
        display_name: null,
        message_signature: null,
        email: 'ada@acme.test',
        id: administrator.id,
        inviter_id: null,
        name: 'Ada Admin',
        provider: 'email',
        pubsub_token: expect.any(String),
        custom_attributes: {},
        role: 'administrator',
        ui_settings: {},
        uid: 'ada@acme.test',
        type: null,
        accounts: [
          {
            id: account.id,
            name: 'Acme',
            status: 'active',
            active_at: null,
            role: 'administrator',
            permissions: ['administrator'],
            availability: 'online',
            availability_status: 'offline',
            auto_offline: true,
            custom_role_id: null,
            custom_role: null,
          },
        ],
      },
    })
    expect(answer.headers.get('token-type')).toBe('Bearer')
    expect(answer.headers.get('uid')).toBe('ada@acme.test')
    expect(Number(answer.headers.get('expiry'))).toBeGreaterThan(Date.now() / 1000 + 58 * 86_400)
    expect(answer.headers.get('authorization')).toMatch(/^Bearer /)
  })

  it('takes the address however it is written', async () => {
    await createAccountWithAdministrator(product, { email: 'mixed@acme.test' })

    expect((await signIn('  Mixed@Acme.TEST ')).status).toBe(200)
  })

  it('refuses a wrong password, an unknown address and a user without a password alike', async () => {
    const { account } = await createAccountWithAdministrator(product, { email: 'wrong@acme.test' })
    await createUser(product.core.orm.em.fork(), { email: 'nopassword@acme.test', confirmed: true })

    const answers = [
      await signIn('wrong@acme.test', 'Wrong-horse-1'),
      await signIn('nobody@acme.test'),
      await signIn('nopassword@acme.test', ''),
    ]

    for (const { status, body, headers } of answers) {
      expect(status).toBe(401)
      expect(body).toEqual({ success: false, errors: ['Invalid login credentials. Please try again.'] })
      expect(headers.get('access-token')).toBeNull()
    }
    expect(account.id).toBeGreaterThan(0)
  })

  it('refuses an address that was never confirmed', async () => {
    await createUser(product.core.orm.em.fork(), { email: 'new@acme.test', password })

    const { status, body } = await signIn('new@acme.test')

    expect(status).toBe(401)
    expect(body).toMatchObject({ success: false, errors: [expect.stringContaining('confirmation email')] })
  })

  it.each([
    ['nothing', {}],
    ['an object as e-mail', { email: { $ne: '' }, password }],
    ['a list as password', { email: 'ada@acme.test', password: [{}] }],
    ['null', { email: null, password: null }],
  ])('answers %s with a refusal, never an error of its own', async (_name, body) => {
    expect((await call('POST', '/auth/sign_in', body)).status).toBeOneOf([401, 422])
  })

  it('keeps 25 devices and signs the oldest out', async () => {
    const { administrator } = await createAccountWithAdministrator(product, { email: 'devices@acme.test' })
    const first = sessionOf(await signIn('devices@acme.test'))
    const second = sessionOf(await signIn('devices@acme.test'))
    for (let device = 3; device <= 26; device += 1) await signIn('devices@acme.test')

    expect((await call('GET', '/api/v1/profile', undefined, first)).status).toBe(401)
    expect((await call('GET', '/api/v1/profile', undefined, second)).status).toBe(200)
    expect(await product.core.orm.em.fork().count(UserSession, { userId: administrator.id })).toBe(25)
  })

  it('keeps only a digest of the token', async () => {
    const { administrator } = await createAccountWithAdministrator(product, { email: 'digest@acme.test' })
    const { 'access-token': token } = sessionOf(await signIn('digest@acme.test'))

    const session = await product.core.orm.em.fork().findOneOrFail(UserSession, { userId: administrator.id })

    expect(session.tokenDigest).not.toContain(token)
  })
})

describe('a signed-in device', () => {
  it('gets its headers back with every answer, also with errors', async () => {
    await createAccountWithAdministrator(product, { email: 'headers@acme.test' })
    const session = sessionOf(await signIn('headers@acme.test'))

    const answers = [
      await call('GET', '/api/v1/profile', undefined, session),
      await call('GET', '/api/v1/accounts/999999', undefined, session),
    ]

    expect(answers.map(({ status }) => status)).toEqual([200, 404])
    for (const answer of answers) expect(sessionOf(answer)).toEqual(session)
  })

  it('may send the same in one bearer token', async () => {
    await createAccountWithAdministrator(product, { email: 'bearer@acme.test' })
    const authorization = (await signIn('bearer@acme.test')).headers.get('authorization') as string

    expect((await call('GET', '/api/v1/profile', undefined, { authorization })).status).toBe(200)
  })

  it('proves its token', async () => {
    const { administrator } = await createAccountWithAdministrator(product, { email: 'valid@acme.test' })
    const session = sessionOf(await signIn('valid@acme.test'))

    const valid = await call('GET', '/auth/validate_token', undefined, session)
    const invalid = await call('GET', '/auth/validate_token', undefined, { ...session, 'access-token': 'other' })

    expect(valid.status).toBe(200)
    expect(valid.body).toMatchObject({
      payload: { success: true, data: { id: administrator.id, created_at: expect.stringMatching(/Z$/) } },
    })
    expect(sessionOf(valid)).toEqual(session)
    expect(invalid.status).toBe(401)
    expect(invalid.body).toEqual({ success: false, errors: ['Invalid login credentials'] })
  })

  it('signs out once', async () => {
    await createAccountWithAdministrator(product, { email: 'out@acme.test' })
    const session = sessionOf(await signIn('out@acme.test'))

    const first = await call('DELETE', '/auth/sign_out', undefined, session)
    const second = await call('DELETE', '/auth/sign_out', undefined, session)

    expect(first).toMatchObject({ status: 200, body: { success: true } })
    expect(second).toMatchObject({
      status: 404,
      body: { success: false, errors: ['User was not found or was not logged in.'] },
    })
    expect((await call('GET', '/api/v1/profile', undefined, session)).status).toBe(401)
  })

  it('is refused with another’s address', async () => {
    const { account } = await createAccountWithAdministrator(product, { email: 'mine@acme.test' })
    const other = await createAgent(product, account, { email: 'other@acme.test' })
    const session = sessionOf(await signIn('mine@acme.test'))

    const answer = await call('GET', '/api/v1/profile', undefined, { ...session, uid: other.user.email })

    expect(answer).toMatchObject({
      status: 401,
      body: { errors: ['You need to sign in or sign up before continuing.'] },
    })
  })
})

describe('an API token', () => {
  it.each(['api_access_token', 'api-access-token', 'Api-Access-Token'])('is taken from %s', async (header) => {
    const { token } = await createAccountWithAdministrator(product)

    const answer = await call('GET', '/api/v1/profile', undefined, { [header]: token })

    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-token')).toBeNull()
  })

  it('wins over a bearer token beside it', async () => {
    const { token } = await createAccountWithAdministrator(product)

    const answer = await call('GET', '/api/v1/profile', undefined, {
      api_access_token: token,
      authorization: 'Bearer of something else',
    })

    expect(answer.status).toBe(200)
  })

  it('is refused when nobody has it', async () => {
    const answer = await call('GET', '/api/v1/profile', undefined, { api_access_token: 'made up' })

    expect(answer).toMatchObject({ status: 401, body: { error: 'Invalid Access Token' } })
  })
})

it('sends a browser that asks for the sign-in to the dashboard', async () => {
  const answer = await call('GET', '/auth/sign_in')

  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe(`${product.url}/app/login?error=access-denied`)
})
