import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Product, startProduct } from './support/product.ts'

describe('an unknown address', () => {
  let product: Product
  beforeAll(async () => {
    product = await startProduct()
  })
  afterAll(() => product.stop())

  it('answers 404 with the contract’s body', async () => {
    const response = await fetch(`${product.url}/nothing/here.json`)

    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ status: 404, error: 'Not Found' })
  })
})
