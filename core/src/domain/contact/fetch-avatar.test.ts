import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Desk, openDesk } from '../../../../tests/support/desk.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { provider, written } from '../../../../tests/support/provider.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg==',
  'base64',
)

// No public address answers in a test; whatever is not in this place is refused as always.
vi.mock('../../files/fetch-file.ts', async (original) => {
  const { fetchFile } = await original<typeof import('../../files/fetch-file.ts')>()
  return {
    fetchFile: (address: string) =>
      address.startsWith('https://pictures.test/')
        ? {
            filename: address.split('/').at(-1),
            contentType: 'image/png',
            source: address.endsWith('.png') ? png : Buffer.from('<svg/>'),
          }
        : fetchFile(address),
  }
})

describe('the picture of a contact', () => {
  let product: Product
  let desk: Desk
  beforeAll(async () => {
    product = await startProduct()
    desk = await openDesk(product)
  })
  afterAll(() => product.stop())

  const thumbnail = async (id: number): Promise<string> =>
    (await desk.call('GET', `/contacts/${id}`)).body.payload.thumbnail
  const create = async (body: object): Promise<number> =>
    (await desk.call('POST', '/contacts', body)).body.payload.contact.id
  const noJobs = () =>
    expect
      .poll(async () => (await product.core.pool.query('select from graphile_worker.jobs')).rowCount, {
        timeout: 10_000,
      })
      .toBe(0)

  it('is fetched from the address that a client names, and replaced by the next', async () => {
    const id = await create({ name: 'Ana', avatar_url: 'https://pictures.test/ana.png' })
    await expect.poll(() => thumbnail(id), { timeout: 10_000 }).toMatch(/ana\.png$/)

    await desk.call('PATCH', `/contacts/${id}`, { avatar_url: 'https://pictures.test/newer.png' })

    await expect.poll(() => thumbnail(id), { timeout: 10_000 }).toMatch(/newer\.png$/)
    await noJobs()
    expect(await desk.rows('select filename from blobs')).toEqual([{ filename: 'newer.png' }])
  })

  it.each([
    'http://127.0.0.1/ana.png',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'nonsense',
    'https://pictures.test/ana.svg',
  ])('is not taken from %s, and the contact is saved all the same', async (avatar_url) => {
    const id = await create({ name: 'Ana', avatar_url })
    await noJobs()
    expect(await thumbnail(id)).toBe('')
  })

  it('is fetched from the address that a channel tells, once', async () => {
    const { deliver, settle } = provider(desk, await desk.createInbox())
    const contact = { sourceId: 'bo', name: 'Bo', avatarUrl: 'https://pictures.test/bo.png' }
    await deliver('one', [written('m1', 'bo', { contact })])
    await settle()
    const [row] = await desk.rows<{ id: number }>(`select id from contacts where name = 'Bo'`)
    const id = row?.id as number
    await expect.poll(() => thumbnail(id), { timeout: 10_000 }).toMatch(/bo\.png$/)

    await deliver('two', [
      written('m2', 'bo', { contact: { ...contact, avatarUrl: 'https://pictures.test/other.png' } }),
    ])
    await settle()
    await noJobs()
    expect(await thumbnail(id)).toMatch(/bo\.png$/)
  })
})
