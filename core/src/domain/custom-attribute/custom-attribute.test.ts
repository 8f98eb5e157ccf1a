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
  const path = `${accountPath(account)}/custom_attribute_definitions`
  return { account, path, call: callerWithToken(product, token) }
}

const plan = {
  attribute_display_name: 'Plan',
  attribute_key: 'plan',
  attribute_description: 'What they pay for',
  attribute_display_type: 'list',
  attribute_model: 'contact_attribute',
  attribute_values: ['free', 'pro'],
}

describe('custom attribute definitions', () => {
  it('are created by any member, shown, listed by model, changed and deleted', async () => {
    const { account, path } = await acme()
    const call = callerWithToken(product, (await createAgent(product, account)).token)

    const created = await call('POST', path, plan)
    const numbered = await call('POST', path, {
      custom_attribute_definition: { ...plan, attribute_key: 'size', attribute_display_type: 1, attribute_model: 0 },
    })
    const changed = await call('PATCH', `${path}/${created.body.id}`, { attribute_display_name: 'Tariff' })

    expect(created.status).toBe(200)
    expect(created.body).toEqual({
      ...plan,
      id: expect.any(Number),
      regex_pattern: null,
      regex_cue: null,
      default_value: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    })
    expect(numbered.body).toMatchObject({ attribute_display_type: 'number', attribute_model: 'conversation_attribute' })
    expect(changed.body).toMatchObject({ id: created.body.id, attribute_display_name: 'Tariff', attribute_key: 'plan' })
    expect((await call('GET', path)).body).toHaveLength(2)
    expect((await call('GET', `${path}?attribute_model=contact_attribute`)).body).toEqual([changed.body])
    expect((await call('GET', `${path}?attribute_model=0`)).body).toEqual([numbered.body])
    expect((await call('GET', `${path}?attribute_model=9`)).body).toEqual([])
    expect((await call('GET', `${path}/${created.body.id}`)).body).toEqual(changed.body)
    expect(await call('DELETE', `${path}/${created.body.id}`)).toMatchObject({ status: 204, body: '' })
    expect((await call('GET', `${path}/${created.body.id}`)).status).toBe(404)
  })

  it.each([
    [{ attribute_key: 'email' }, 'attribute_key'],
    [{ attribute_key: 'status', attribute_model: 'conversation_attribute' }, 'attribute_key'],
    [{ attribute_key: '' }, 'attribute_key'],
    [{ attribute_display_name: '' }, 'attribute_display_name'],
    [{ attribute_display_type: 'rainbow' }, 'attribute_display_type'],
    [{ attribute_model: 7 }, 'attribute_model'],
    [{ attribute_values: [{}] }, 'attribute_values'],
    [{ attribute_key: {} }, 'attribute_key'],
  ])('are not made with %j', async (wrong, attribute) => {
    const { path, call } = await acme()

    expect(await call('POST', path, { ...plan, ...wrong })).toMatchObject({
      status: 422,
      body: { attributes: [attribute] },
    })
    expect((await call('GET', path)).body).toEqual([])
  })

  it('have a key once per model', async () => {
    const { path, call } = await acme()
    await call('POST', path, plan)

    expect(await call('POST', path, plan)).toMatchObject({ status: 422, body: { attributes: ['attribute_key'] } })
    expect((await call('POST', path, { ...plan, attribute_model: 'conversation_attribute' })).status).toBe(200)
  })

  it('are a 404 to another account', async () => {
    const { path, call } = await acme()
    const { body } = await call('POST', path, plan)
    const other = await acme()

    const answers = [
      await other.call('GET', `${other.path}/${body.id}`),
      await other.call('PATCH', `${other.path}/${body.id}`, { attribute_display_name: 'Mine' }),
      await other.call('DELETE', `${other.path}/${body.id}`),
    ]

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
  })
})
