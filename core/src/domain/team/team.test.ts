import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callerWithToken } from '../../../../tests/support/api.ts'
import { accountPath, createAccountWithAdministrator, createAgent } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'

let product: Product
beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.stop())

async function acme() {
  const { account, token } = await createAccountWithAdministrator(product)
  return { account, path: `${accountPath(account)}/teams`, call: callerWithToken(product, token) }
}

const idsOf = (body: { id: number }[]) => body.map(({ id }) => id)

describe('teams', () => {
  it('are created in lower case, listed bare, changed and deleted', async () => {
    const { account, path, call } = await acme()

    const created = await call('POST', path, {
      team: { name: 'Sales', description: 'They sell', allow_auto_assign: false },
    })
    const changed = await call('PUT', `${path}/${created.body.id}`, { name: 'Support' })
    const listed = await call('GET', path)
    const deleted = await call('DELETE', `${path}/${created.body.id}`)

    expect(created).toMatchObject({ status: 200 })
    expect(created.body).toEqual({
      id: expect.any(Number),
      name: 'sales',
      description: 'They sell',
      allow_auto_assign: false,
      account_id: account.id,
      is_member: false,
    })
    expect(changed.body).toEqual({ ...created.body, name: 'support' })
    expect(listed.body).toEqual([changed.body])
    expect(deleted).toMatchObject({ status: 200, body: '' })
    expect((await call('GET', `${path}/${created.body.id}`)).status).toBe(404)
  })

  it.each([[{ name: '' }], [{ description: 'nameless' }], [{ name: [1, 2] }], [{ name: 'x'.repeat(300) }]])(
    'are not made of %j',
    async (input) => {
      const { path, call } = await acme()

      expect(await call('POST', path, input)).toMatchObject({ status: 422, body: { attributes: ['name'] } })
    },
  )

  it('have a name once in an account', async () => {
    const { path, call } = await acme()
    await call('POST', path, { name: 'sales' })

    expect(await call('POST', path, { name: ' SALES ' })).toMatchObject({
      status: 422,
      body: { message: 'Name has already been taken', attributes: ['name'] },
    })
  })

  it('have members that are added, replaced, listed and removed', async () => {
    const { account, path, call } = await acme()
    const [ann, ben] = [
      await createAgent(product, account, { name: 'Ann' }),
      await createAgent(product, account, { name: 'Ben' }),
    ]
    const { body: team } = await call('POST', path, { name: 'sales' })
    const members = `${path}/${team.id}/team_members`

    const added = await call('POST', members, { user_ids: [ann.user.id] })
    const again = await call('POST', members, { user_ids: [ann.user.id, ben.user.id] })
    const replaced = await call('PATCH', members, { user_ids: [ben.user.id] })
    const listed = await callerWithToken(product, ben.token)('GET', members)
    const removed = await call('DELETE', members, { user_ids: [ben.user.id] })

    expect(idsOf(added.body)).toEqual([ann.user.id])
    expect(idsOf(again.body)).toEqual([ben.user.id])
    expect(idsOf(replaced.body)).toEqual([ben.user.id])
    expect(listed.body).toEqual(replaced.body)
    expect(removed).toMatchObject({ status: 200, body: '' })
    expect((await call('GET', members)).body).toEqual([])
  })

  it('say to each whether they are in', async () => {
    const { account, path, call } = await acme()
    const { user, token } = await createAgent(product, account)
    const { body: team } = await call('POST', path, { name: 'sales' })
    await call('POST', `${path}/${team.id}/team_members`, { user_ids: [user.id] })

    const own = await callerWithToken(product, token)('GET', `${path}/${team.id}`)

    expect(own.body.is_member).toBe(true)
    expect((await call('GET', path)).body[0].is_member).toBe(false)
  })

  it('take nobody of another account', async () => {
    const { path, call } = await acme()
    const { administrator: stranger } = await createAccountWithAdministrator(product)
    const { body: team } = await call('POST', path, { name: 'sales' })

    for (const method of ['POST', 'PATCH'])
      expect(await call(method, `${path}/${team.id}/team_members`, { user_ids: [stranger.id] })).toMatchObject({
        status: 401,
        body: { error: 'Invalid User IDs' },
      })
    expect((await call('GET', `${path}/${team.id}/team_members`)).body).toEqual([])
  })

  it('are managed by administrators of their account alone', async () => {
    const { account, path, call } = await acme()
    const { body: team } = await call('POST', path, { name: 'sales' })
    const agent = callerWithToken(product, (await createAgent(product, account)).token)
    const other = await acme()

    const forbidden = [
      await agent('POST', path, { name: 'mine' }),
      await agent('PATCH', `${path}/${team.id}`, { name: 'mine' }),
      await agent('DELETE', `${path}/${team.id}`),
      await agent('POST', `${path}/${team.id}/team_members`, { user_ids: [] }),
    ]
    const foreign = [
      await other.call('GET', `${other.path}/${team.id}`),
      await other.call('PATCH', `${other.path}/${team.id}`, { name: 'mine' }),
      await other.call('DELETE', `${other.path}/${team.id}`),
      await other.call('GET', `${other.path}/${team.id}/team_members`),
      await other.call('POST', `${other.path}/${team.id}/team_members`, { user_ids: [] }),
    ]

    expect(forbidden.map(({ status }) => status)).toEqual([401, 401, 401, 401])
    expect(foreign.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  })
})
