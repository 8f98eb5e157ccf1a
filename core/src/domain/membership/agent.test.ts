import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { caller, callerWithToken } from '../../../../tests/support/api.ts'
import { accountPath, createAccountWithAdministrator, createAgent, password } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { createUser } from '../user/create-user.ts'
import { User } from '../user/user.entity.ts'

let product: Product
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())

async function acme() {
  const { account, administrator, token } = await createAccountWithAdministrator(product)
  return { account, administrator, path: `${accountPath(account)}/agents`, call: callerWithToken(product, token) }
}

const letterTo = (address: string): Promise<string> =>
  vi.waitFor(
    async () => {
      const folder = join(product.core.configuration.dataDirectory, 'mail')
      const letters = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')))
      const letter = letters.find((text) => text.includes(`To: ${address}`))
      if (!letter) throw new Error('no letter yet')
      return letter.replaceAll('=\n', '').replaceAll('=3D', '=')
    },
    { timeout: 10_000 },
  )

describe('agents', () => {
  it('are listed by name in a bare list', async () => {
    const { account, administrator, path, call } = await acme()
    const { user } = await createAgent(product, account, { name: 'Aaron' })

    const { status, body } = await call('GET', path)

    expect(status).toBe(200)
    expect(body).toEqual([
      {
        id: user.id,
        account_id: account.id,
        availability_status: 'offline',
        auto_offline: true,
        confirmed: true,
        email: user.email,
        provider: 'email',
        available_name: 'Aaron',
        name: 'Aaron',
        role: 'agent',
        thumbnail: '',
      },
      expect.objectContaining({ id: administrator.id, role: 'administrator' }),
    ])
  })

  it.each([
    ['flat', (agent: object) => agent],
    ['wrapped', (agent: object) => ({ agent })],
  ])('are invited by a letter that lets them choose a password (%s body)', async (name, wrap) => {
    const { account, path, call } = await acme()
    const email = `invited-${name}@acme.test`

    const { status, body } = await call(
      'POST',
      path,
      wrap({ name: 'Ina', email, role: 'administrator', availability: 'busy' }),
    )
    const token = /reset_password_token=([\w-]+)/.exec(await letterTo(email))?.[1]
    const chosen = await caller(product)('PUT', '/auth/password', { reset_password_token: token, password })

    expect(status).toBe(200)
    expect(body).toMatchObject({ account_id: account.id, email, name: 'Ina', role: 'administrator', confirmed: false })
    expect(chosen).toMatchObject({ status: 200, body: { data: { email, confirmed: true, account_id: account.id } } })
  })

  it('who have a user already are added and told', async () => {
    const first = await acme()
    const second = await acme()

    const { body } = await second.call('POST', second.path, { name: 'Ignored', email: first.administrator.email })

    expect(body).toMatchObject({ id: first.administrator.id, name: 'Ada Admin', role: 'agent' })
    expect(await letterTo(first.administrator.email)).toContain('/app/login')
  })

  it('who signed up without confirming lose what a stranger may have set', async () => {
    const { path, call } = await acme()
    const em = product.core.orm.em.fork()
    const squatter = await createUser(em, { email: 'victim@acme.test', password })

    await call('POST', path, { name: 'Victim', email: 'victim@acme.test' })

    const kept = await product.core.orm.em.fork().findOneOrFail(User, { id: squatter.id })
    expect(kept.passwordDigest).toBeNull()
  })

  it.each([
    ['a member', { name: 'X', email: '' }, 'email'],
    ['no address', { name: 'X', email: 'nothing' }, 'email'],
    ['an unknown role', { name: 'X', email: 'role@acme.test', role: 'king' }, 'role'],
    ['an unknown availability', { name: 'X', email: 'role@acme.test', availability: 'away' }, 'availability'],
    ['an object as address', { name: 'X', email: {} }, 'email'],
  ])('are not invited with %s', async (name, input, attribute) => {
    const { administrator, path, call } = await acme()
    const email = name === 'a member' ? administrator.email : input.email

    const answer = await call('POST', path, { ...input, email })

    expect(answer).toMatchObject({ status: 422, body: { attributes: [attribute] } })
  })

  it('are changed by administrators', async () => {
    const { account, path, call } = await acme()
    const { user } = await createAgent(product, account)

    const { body } = await call('PATCH', `${path}/${user.id}`, {
      agent: { name: 'Renamed', role: 'administrator', availability: 'busy', auto_offline: false },
    })

    expect(body).toMatchObject({ id: user.id, name: 'Renamed', role: 'administrator', auto_offline: false })
    expect(body.availability_status).toBe('busy')
  })

  it('leave with an empty answer, and their user with their last account', async () => {
    const { account, path, call } = await acme()
    const { user, token } = await createAgent(product, account)

    const answer = await call('DELETE', `${path}/${user.id}`)

    expect(answer).toMatchObject({ status: 200, body: '' })
    expect(await product.core.orm.em.fork().count(User, { id: user.id })).toBe(0)
    expect((await callerWithToken(product, token)('GET', '/api/v1/profile')).status).toBe(401)
  })

  it('always leave one administrator', async () => {
    const { administrator, path, call } = await acme()

    expect((await call('DELETE', `${path}/${administrator.id}`)).status).toBe(422)
    expect((await call('PATCH', `${path}/${administrator.id}`, { role: 'agent' })).status).toBe(422)
  })

  it('are invited many at once, wrong addresses passed over', async () => {
    const { administrator, path, call } = await acme()

    const answer = await call('POST', `${path}/bulk_create`, {
      emails: ['bulk-one@acme.test', 'nothing', administrator.email, {}, null, 'bulk-two@acme.test'],
    })

    expect(answer).toMatchObject({ status: 200, body: '' })
    const { body } = await call('GET', path)
    expect(body.map(({ email }: { email: string }) => email).sort()).toEqual(
      [administrator.email, 'bulk-one@acme.test', 'bulk-two@acme.test'].sort(),
    )
    expect(body.find(({ name }: { name: string }) => name === 'bulk-one')).toMatchObject({
      role: 'agent',
      auto_offline: false,
    })
  })

  it('manage nobody themselves, and nobody of another account', async () => {
    const { account, path, call } = await acme()
    const { user, token } = await createAgent(product, account)
    const { administrator: stranger } = await createAccountWithAdministrator(product)
    const agent = callerWithToken(product, token)

    const forbidden = [
      await agent('POST', path, { name: 'X', email: 'x@acme.test' }),
      await agent('PATCH', `${path}/${user.id}`, { role: 'administrator' }),
      await agent('DELETE', `${path}/${user.id}`),
      await agent('POST', `${path}/bulk_create`, { emails: [] }),
    ]
    const unknown = [
      await call('PATCH', `${path}/${stranger.id}`, { name: 'X' }),
      await call('DELETE', `${path}/${stranger.id}`),
    ]

    expect(forbidden.map(({ status }) => status)).toEqual([401, 401, 401, 401])
    expect(unknown.map(({ status }) => status)).toEqual([404, 404])
    expect((await agent('GET', path)).status).toBe(200)
  })
})
