import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caller } from '../../../../tests/support/api.ts'
import { password } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { Account } from '../account/account.entity.ts'
import { createFirstAdministrator } from '../user/create-first-administrator.ts'
import { User } from '../user/user.entity.ts'

let product: Product
let call: ReturnType<typeof caller>
beforeEach(async () => {
  product = await startProduct()
  call = caller(product)
})
afterEach(() => product.stop())

const path = '/api/v1/installation/administrator'
const ada = { name: 'Ada', email: 'ada@acme.test', password, account_name: 'Acme' }

describe('the first visit', () => {
  it('creates the first administrator with an account and signs them in', async () => {
    const before = await call('GET', '/api/v1/installation')
    const created = await call('POST', path, ada)
    const after = await call('GET', '/api/v1/installation')

    expect(before.body).toEqual({ needs_administrator: true, signup: false, version: expect.stringMatching(/^\d/) })
    expect(created).toMatchObject({
      status: 200,
      body: {
        data: { name: 'Ada', type: 'SuperAdmin', role: 'administrator', confirmed: true, accounts: [{ name: 'Acme' }] },
      },
    })
    expect(after.body.needs_administrator).toBe(false)
    const authorization = created.headers.get('authorization') as string
    expect((await call('GET', '/api/v1/profile', undefined, { authorization })).status).toBe(200)
    expect((await call('POST', '/auth/sign_in', { email: ada.email, password })).status).toBe(200)
  })

  it('is refused when there is an administrator', async () => {
    await call('POST', path, ada)

    const second = await call('POST', path, { ...ada, email: 'eve@acme.test' })

    expect(second.status).toBe(403)
    expect(await product.core.orm.em.fork().count(User)).toBe(1)
  })

  it('makes one administrator of many that try at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => call('POST', path, { ...ada, email: `ada-${index}@acme.test` })),
    )

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403, 403, 403, 403])
    expect(await product.core.orm.em.fork().count(User)).toBe(1)
    expect(await product.core.orm.em.fork().count(Account)).toBe(1)
  })

  it.each([
    ['a weak password', { password: 'weak' }, 'password'],
    ['no address', { email: 'nothing' }, 'email'],
    ['no name', { name: '' }, 'name'],
    ['an object as name', { name: {} }, 'name'],
  ])('says what is wrong with %s and leaves nothing behind', async (_name, wrong, attribute) => {
    const answer = await call('POST', path, { ...ada, ...wrong })

    expect(answer).toMatchObject({ status: 422, body: { message: expect.any(String), attributes: [attribute] } })
    expect(await product.core.orm.em.fork().count(Account)).toBe(0)
  })
})

describe('the first administrator of the environment', () => {
  it('is created once, however often the product starts', async () => {
    const input = { email: 'Ops@Acme.test', password }

    const first = await createFirstAdministrator(product.core.orm.em.fork(), input)
    const second = await createFirstAdministrator(product.core.orm.em.fork(), { ...input, password: 'Changed-horse-2' })

    expect(first?.user.email).toBe('ops@acme.test')
    expect(second).toBeNull()
    expect((await call('POST', '/auth/sign_in', { email: 'ops@acme.test', password })).status).toBe(200)
  })
})
