import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { callerWithToken } from '../../../../tests/support/api.ts'
import { accountPath, createAccountWithAdministrator, createAgent } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { query } from '../../database/query.ts'

let product: Product
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())

async function acme() {
  const { account, token } = await createAccountWithAdministrator(product)
  return { account, path: `${accountPath(account)}/labels`, call: callerWithToken(product, token) }
}

describe('labels', () => {
  it('are created in lower case, flat or wrapped, and listed under payload', async () => {
    const { path, call } = await acme()

    const flat = await call('POST', path, { title: 'Billing', description: 'Money', color: '#ff0000' })
    const wrapped = await call('POST', path, { label: { title: 'größe-1', show_on_sidebar: false } })

    const billing = {
      id: expect.any(Number),
      title: 'billing',
      description: 'Money',
      color: '#ff0000',
      show_on_sidebar: true,
    }
    expect(flat).toMatchObject({ status: 200, body: billing })
    expect(wrapped.body).toEqual({
      id: expect.any(Number),
      title: 'größe-1',
      description: null,
      color: '#1f93ff',
      show_on_sidebar: false,
    })
    expect((await call('GET', path)).body).toEqual({ payload: [billing, wrapped.body] })
    expect((await call('GET', `${path}/${flat.body.id}`)).body).toEqual(flat.body)
  })

  it.each([
    [{ title: '' }, 'title'],
    [{ title: 'x' }, 'title'],
    [{ title: '-dash' }, 'title'],
    [{ title: 'two words' }, 'title'],
    [{ title: {} }, 'title'],
    [{ description: 'no title' }, 'title'],
    [{ title: 'fine', color: 'red' }, 'color'],
    [{ title: 'x'.repeat(300) }, 'title'],
  ])('are not made of %j', async (input, attribute) => {
    const { path, call } = await acme()

    expect(await call('POST', path, input)).toMatchObject({ status: 422, body: { attributes: [attribute] } })
    expect((await call('GET', path)).body).toEqual({ payload: [] })
  })

  it.each([
    ['nothing', {}],
    ['an empty wrapper', { label: {} }],
    ['a text in the wrapper', { label: 'x' }],
    ['null', { label: null }],
  ])('need a body, not %s', async (_name, input) => {
    const { path, call } = await acme()

    expect(await call('POST', path, input)).toMatchObject({
      status: 422,
      body: { error: 'param is missing or the value is empty: label' },
    })
  })

  it('have a title once in an account, and again in another', async () => {
    const [one, two] = [await acme(), await acme()]
    await one.call('POST', one.path, { title: 'billing' })

    expect(await one.call('POST', one.path, { title: 'BILLING' })).toMatchObject({
      status: 422,
      body: { message: 'Title has already been taken', attributes: ['title'] },
    })
    expect((await two.call('POST', two.path, { title: 'billing' })).status).toBe(200)
  })

  it('take what carries them along when they are renamed', async () => {
    const { account, path, call } = await acme()
    const em = product.core.orm.em.fork()
    await query(
      em,
      `insert into contacts (account_id, name, labels) values ($1, 'Joe', '{billing,vip}'), ($1, 'Jim', '{billing,money}')`,
      [account.id],
    )
    const { body } = await call('POST', path, { title: 'billing' })

    const renamed = await call('PATCH', `${path}/${body.id}`, { title: 'Money' })

    expect(renamed.body).toMatchObject({ id: body.id, title: 'money' })
    await vi.waitFor(
      async () =>
        expect(
          await query(em, 'select name, labels from contacts where account_id = $1 order by name', [account.id]),
        ).toEqual([
          { name: 'Jim', labels: ['money'] },
          { name: 'Joe', labels: ['money', 'vip'] },
        ]),
      { timeout: 10_000 },
    )
  })

  it('are deleted with an empty answer', async () => {
    const { path, call } = await acme()
    const { body } = await call('POST', path, { title: 'billing' })

    expect(await call('DELETE', `${path}/${body.id}`)).toMatchObject({ status: 200, body: '' })
    expect((await call('DELETE', `${path}/${body.id}`)).status).toBe(404)
  })

  it('are listed by agents and managed by administrators of their account alone', async () => {
    const { account, path, call } = await acme()
    const { body } = await call('POST', path, { title: 'billing' })
    const agent = callerWithToken(product, (await createAgent(product, account)).token)
    const other = await acme()

    const forbidden = [
      await agent('POST', path, { title: 'mine' }),
      await agent('PATCH', `${path}/${body.id}`, { title: 'mine' }),
      await agent('DELETE', `${path}/${body.id}`),
    ]
    const foreign = [
      await other.call('GET', `${other.path}/${body.id}`),
      await other.call('PATCH', `${other.path}/${body.id}`, { title: 'mine' }),
      await other.call('DELETE', `${other.path}/${body.id}`),
    ]

    expect((await agent('GET', path)).body.payload).toHaveLength(1)
    expect(forbidden.map(({ status }) => status)).toEqual([401, 401, 401])
    expect(foreign.map(({ status }) => status)).toEqual([404, 404, 404])
  })
})
