import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccountWithAdministrator } from '../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'

describe('plugins found in a folder', () => {
  let product: Product
  beforeAll(async () => {
    product = await startProduct()
  })
  afterAll(() => product.stop())

  it('are loaded and bring their channel types', async () => {
    expect(product.core.kernel.plugins()).toMatchObject([{ id: 'channel-test', state: 'active' }, { id: 'panel-test' }])
    expect(product.core.kernel.channelTypes()).toMatchObject([{ type: 'Channel::Test', wire: 'test' }])
  })

  it('are on for a new account when their manifest says so', async () => {
    const { account } = await createAccountWithAdministrator(product)

    expect(await product.core.kernel.enabled(account.id, 'channel-test')).toBe(true)
  })
})
