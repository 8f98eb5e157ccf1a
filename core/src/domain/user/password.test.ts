import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { caller } from '../../../../tests/support/api.ts'
import { createAccountWithAdministrator, password } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { query } from '../../database/query.ts'
import { createUser } from './create-user.ts'

let product: Product
let call: ReturnType<typeof caller>
beforeAll(async () => {
  product = await startProduct()
  call = caller(product)
})
afterAll(() => product.stop())

const newPassword = 'Another-horse-2'
const folder = () => join(product.core.configuration.dataDirectory, 'mail')

/** The link of the newest letter to an address. */
const linkTo = (address: string): Promise<URL> =>
  vi.waitFor(
    async () => {
      const files = (await readdir(folder())).sort().reverse()
      const letters = await Promise.all(files.map((file) => readFile(join(folder(), file), 'utf8')))
      const letter = letters.find((text) => text.includes(`To: ${address}`))
      return new URL(
        /https?:\/\/\S+/.exec((letter as string).replaceAll('=\n', '').replaceAll('=3D', '='))?.[0] as string,
      )
    },
    { timeout: 10_000 },
  )

const tokenFor = async (address: string): Promise<string> => {
  await call('POST', '/auth/password', { email: address })
  return (await linkTo(address)).searchParams.get('reset_password_token') as string
}

describe('a forgotten password', () => {
  it('is replaced by whoever follows the link, once, and signs every device out', async () => {
    const email = 'forgot@acme.test'
    await createAccountWithAdministrator(product, { email })
    const { headers } = await call('POST', '/auth/sign_in', { email, password })
    const before = headers.get('authorization') as string
    const token = await tokenFor(email)
    const change = { reset_password_token: token, password: newPassword, password_confirmation: newPassword }

    const first = await call('PUT', '/auth/password', change)
    const second = await call('PUT', '/auth/password', change)

    expect(first.status).toBe(200)
    expect(first.body.data).toMatchObject({ email })
    expect(first.headers.get('access-token')).toBeTruthy()
    expect(second).toMatchObject({ status: 422, body: { message: 'Invalid token', redirect_url: '/' } })
    expect((await call('GET', '/api/v1/profile', undefined, { authorization: before })).status).toBe(401)
    expect((await call('POST', '/auth/sign_in', { email, password })).status).toBe(401)
    expect((await call('POST', '/auth/sign_in', { email, password: newPassword })).status).toBe(200)
  })

  it('has a link that leads to the dashboard', async () => {
    const email = 'link@acme.test'
    await createAccountWithAdministrator(product, { email })
    await tokenFor(email)

    const link = await linkTo(email)

    expect(`${link.origin}${link.pathname}`).toBe(`${product.url}/app/auth/password/edit`)
  })

  it('may be changed for six hours', async () => {
    const email = 'late@acme.test'
    const { administrator } = await createAccountWithAdministrator(product, { email })
    const token = await tokenFor(email)
    await query(
      product.core.orm.em.fork(),
      `update users set reset_password_sent_at = now() - interval '361 minutes' where id = $1`,
      [administrator.id],
    )

    const answer = await call('PUT', '/auth/password', { reset_password_token: token, password: newPassword })

    expect(answer).toMatchObject({ status: 422, body: { message: 'Invalid token' } })
  })

  it.each([
    ['short', 'Ab1!x', 'too short'],
    ['long', `Ab1!${'x'.repeat(125)}`, 'too long'],
    ['without upper case', 'correct-horse-1', 'uppercase'],
    ['without lower case', 'CORRECT-HORSE-1', 'uppercase'],
    ['without digit', 'Correct-horse-x', 'uppercase'],
    ['without symbol', 'Correcthorse11', 'uppercase'],
  ])('can not become %s', async (name, weak, problem) => {
    const email = `weak-${name.replaceAll(' ', '-')}@acme.test`
    await createAccountWithAdministrator(product, { email })
    const token = await tokenFor(email)

    const answer = await call('PUT', '/auth/password', { reset_password_token: token, password: weak })
    const again = await call('PUT', '/auth/password', { reset_password_token: token, password: newPassword })

    expect(answer).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining(problem), attributes: ['password'] },
    })
    expect(again.status).toBe(200)
  })

  it('must be repeated rightly where it is repeated', async () => {
    const answer = await call('PUT', '/auth/password', {
      reset_password_token: 'x',
      password: newPassword,
      password_confirmation: 'Other-horse-3',
    })

    expect(answer).toMatchObject({ status: 422, body: { attributes: ['password_confirmation'] } })
  })

  it('is asked for with the same answer whether or not somebody has the address', async () => {
    await createAccountWithAdministrator(product, { email: 'known@acme.test' })

    const known = await call('POST', '/auth/password', { email: 'known@acme.test' })
    const unknown = await call('POST', '/auth/password', { email: 'unknown@acme.test' })

    expect(known.status).toBe(200)
    expect(unknown.status).toBe(200)
    expect(unknown.body).toEqual(known.body)
    await linkTo('known@acme.test')
    await expect(linkToNobody('unknown@acme.test')).resolves.toEqual([])
  })
})

const linkToNobody = async (address: string) => {
  const letters = await Promise.all((await readdir(folder())).map((file) => readFile(join(folder(), file), 'utf8')))
  return letters.filter((text) => text.includes(address))
}

describe('an address', () => {
  it('is confirmed by its link, once, and that signs in', async () => {
    const user = await createUser(product.core.orm.em.fork(), { email: 'fresh@acme.test', password })
    await product.core.jobs.enqueue(product.core.orm.em.fork(), 'letters.confirm', { userId: user.id })
    const link = await linkTo('fresh@acme.test')
    const confirmation_token = link.searchParams.get('confirmation_token')

    const first = await call('POST', '/auth/confirmation', { confirmation_token })
    const second = await call('POST', '/auth/confirmation', { confirmation_token })
    const wrong = await call('POST', '/auth/confirmation', { confirmation_token: 'wrong' })

    expect(link.pathname).toBe('/app/auth/confirmation')
    expect(first).toMatchObject({ status: 200, body: { data: { email: 'fresh@acme.test', confirmed: true } } })
    expect(first.headers.get('access-token')).toBeTruthy()
    expect(second).toMatchObject({ status: 422, body: { message: 'Already confirmed', redirect_url: '/' } })
    expect(wrong).toMatchObject({ status: 422, body: { message: 'Invalid token', redirect_url: '/' } })
  })
})
