import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caller } from '../../../tests/support/api.ts'
import { createAccountWithAdministrator, password } from '../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'

let product: Product
let call: ReturnType<typeof caller>
beforeAll(async () => {
  product = await startProduct({ limitLoopback: true, trustedProxies: ['127.0.0.1', '::1'] })
  call = caller(product)
})
afterAll(() => product.stop())

const from = (address: string) => ({ 'x-forwarded-for': address })

describe('trying to sign in', () => {
  it('is held up after five tries of an address in five minutes', async () => {
    const attempt = () =>
      call('POST', '/auth/sign_in.json', { email: 'nobody@acme.test', password }, from('203.0.113.1'))
    const tries = [await attempt(), await attempt(), await attempt(), await attempt(), await attempt(), await attempt()]

    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429])
    expect(tries[5]?.body).toBe('Retry later\n')
    expect(tries[5]?.headers.get('content-type')).toContain('text/plain')
    expect(Number(tries[5]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(tries[5]?.headers.get('retry-after'))).toBeLessThanOrEqual(300)
  })

  it('is held up after ten tries for an e-mail, wherever they come from and however it is written', async () => {
    await createAccountWithAdministrator(product, { email: 'target@acme.test' })
    const spellings = ['target@acme.test', ' TARGET@acme.test', 'Target@Acme.Test ']
    const statuses: number[] = []
    for (let index = 0; index < 11; index += 1) {
      const email = spellings[index % spellings.length]
      statuses.push(
        (await call('POST', '/auth/sign_in', { email, password: 'Wrong-horse-1' }, from(`203.0.113.${100 + index}`)))
          .status,
      )
    }

    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses[10]).toBe(429)
  })

  it('counts the client that our own proxy names, not what the client claims', async () => {
    const statuses: number[] = []
    for (let index = 0; index < 6; index += 1) {
      const claimed = from(`198.51.100.${index}, 203.0.113.50`)
      statuses.push((await call('POST', '/auth/sign_in', { email: `n${index}@acme.test`, password }, claimed)).status)
    }

    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })
})

it('lets five letters an hour be asked for an address', async () => {
  const statuses: number[] = []
  for (let index = 0; index < 6; index += 1)
    statuses.push(
      (await call('POST', '/auth/password', { email: 'lost@acme.test' }, from(`203.0.113.${60 + index}`))).status,
    )

  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
})

it('spares the machine itself unless told otherwise', async () => {
  const usual = await startProduct()
  const statuses = new Set<number>()
  for (let index = 0; index < 12; index += 1)
    statuses.add((await caller(usual)('POST', '/auth/sign_in', { email: 'nobody@acme.test', password })).status)
  await usual.stop()

  expect([...statuses]).toEqual([401])
})
