import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccountWithAdministrator } from '../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import type { Blob } from './blob.entity.ts'

describe('stored files', () => {
  let product: Product
  let accountId: number
  let token: string
  beforeAll(async () => {
    product = await startProduct()
    const people = await createAccountWithAdministrator(product)
    accountId = people.account.id
    token = people.token
  })
  afterAll(() => product.stop())

  const store = (filename: string, contentType: string, bytes: Uint8Array): Promise<Blob> =>
    product.core.files.store(product.core.orm.em.fork(), { accountId, filename, contentType, source: bytes })
  const picture = () =>
    sharp({ create: { width: 600, height: 300, channels: 3, background: '#0a7d7d' } })
      .png()
      .toBuffer()
  const local = (url: string) => product.url + new URL(url).pathname

  it('serves a picture in place, whole and in parts, under a signed address', async () => {
    const bytes = await picture()
    const blob = await store('Größe.png', 'image/png', bytes)

    const whole = await fetch(local(product.core.files.url(blob)))
    const part = await fetch(local(product.core.files.url(blob)), { headers: { range: 'bytes=0-3' } })

    expect(blob).toMatchObject({
      contentType: 'image/png',
      byteSize: bytes.length,
      metadata: { width: 600, height: 300 },
    })
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes)
    expect(whole.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''Gr%C3%B6%C3%9Fe.png")
    expect(part.status).toBe(206)
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(0, 4))
  })

  it('shrinks pictures to 250 pixels and offers no thumbnail of anything else', async () => {
    const blob = await store('wide.png', 'image/png', await picture())
    const text = await store('notes.txt', 'text/plain', Buffer.from('hello'))

    const thumbnail = await fetch(local(product.core.files.thumbnailUrl(blob)))

    expect((await sharp(Buffer.from(await thumbnail.arrayBuffer())).metadata()).width).toBe(250)
    expect(product.core.files.thumbnailUrl(text)).toBe('')
  })

  it.each([
    ['page.html', 'text/html', '<script>alert(1)</script>'],
    ['picture.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['picture.png', 'image/png', '<html><script>alert(1)</script></html>'],
    ['paper.pdf', 'application/pdf', '%PDF-1.7 something'],
  ])('never lets %s run in a browser', async (filename, contentType, content) => {
    const blob = await store(filename, contentType, Buffer.from(content))

    const response = await fetch(local(product.core.files.url(blob)))

    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    expect(await response.text()).toBe(content)
  })

  it('refuses a forged address, and one for another purpose', async () => {
    const blob = await store('a.txt', 'text/plain', Buffer.from('a'))
    const address = local(product.core.files.url(blob))
    const upload = product.core.files.signer.sign('upload', blob.id, Date.now() + 60_000)

    const answers = await Promise.all([
      fetch(address.replace(/\/[^/]+\/a\.txt$/, '/1.zzzzzzz.AAAA/a.txt')),
      fetch(`${product.url}/rails/active_storage/blobs/redirect/${upload}/a.txt`),
      fetch(
        `${product.url}/rails/active_storage/blobs/redirect/${product.core.files.signer.sign('link', blob.id, Date.now() - 1000)}/a.txt`,
      ),
      fetch(`${product.url}/rails/active_storage/blobs/redirect/..%2f..%2fetc/passwd`),
    ])

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
  })

  it('stops at the size limit and keeps nothing of it', async () => {
    const endless = (async function* () {
      for (let chunk = 0; chunk < 50; chunk += 1) yield Buffer.alloc(100_000)
    })()

    const stored = product.core.files.store(product.core.orm.em.fork(), {
      accountId,
      filename: 'big',
      source: endless,
      maxBytes: 1_000_000,
    })

    await expect(stored).rejects.toMatchObject({ code: 'file.tooLarge', status: 422 })
  })

  it('takes a multipart upload of a member and nobody else', async () => {
    const form = new FormData()
    form.set('attachment', new File(['hello'], 'hello.txt', { type: 'text/plain' }))
    const address = `${product.url}/api/v1/accounts/${accountId}/upload`

    const taken = await fetch(address, { method: 'POST', body: form, headers: { api_access_token: token } })
    const stranger = await fetch(address, { method: 'POST', body: form })
    const empty = await fetch(address, { method: 'POST', headers: { api_access_token: token } })

    expect(taken.status).toBe(200)
    const { file_url, blob_id, blob_key } = (await taken.json()) as {
      file_url: string
      blob_id: number
      blob_key: string
    }
    expect([typeof blob_id, blob_key.length]).toEqual(['number', 40])
    expect(await (await fetch(local(file_url))).text()).toBe('hello')
    expect(stranger.status).toBe(401)
    expect([empty.status, await empty.json()]).toEqual([422, { error: 'No file or URL provided' }])
  })

  it.each([
    'http://127.0.0.1/secret',
    'http://[::1]/secret',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost/secret',
    'file:///etc/passwd',
    'http://user:password@example.test/',
    'not an address',
  ])('does not fetch %s for anybody', async (external_url) => {
    const response = await fetch(`${product.url}/api/v1/accounts/${accountId}/upload`, {
      method: 'POST',
      headers: { api_access_token: token, 'content-type': 'application/json' },
      body: JSON.stringify({ external_url }),
    })

    expect(response.status).toBe(422)
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^(Invalid URL|Failed to fetch file)/) })
  })

  it('checks the bytes of a direct upload against what was announced', async () => {
    const { conversation } = await conversationIn(product, accountId)
    const bytes = Buffer.from('direct bytes')
    const announce = () =>
      fetch(`${product.url}/api/v1/accounts/${accountId}/conversations/${conversation}/direct_uploads`, {
        method: 'POST',
        headers: { api_access_token: token, 'content-type': 'application/json' },
        body: JSON.stringify({
          blob: {
            filename: 'd.txt',
            content_type: 'text/plain',
            byte_size: bytes.length,
            checksum: createHash('md5').update(bytes).digest('base64'),
          },
        }),
      }).then(
        (response) =>
          response.json() as Promise<{
            signed_id: string
            direct_upload: { url: string; headers: Record<string, string> }
          }>,
      )
    const put = (url: string, body: Uint8Array, headers: Record<string, string>) =>
      fetch(local(url), { method: 'PUT', body, headers })

    const good = await announce()
    const bad = await announce()
    const stored = await put(good.direct_upload.url, bytes, good.direct_upload.headers)
    const again = await put(good.direct_upload.url, bytes, good.direct_upload.headers)
    const wrong = await put(bad.direct_upload.url, Buffer.from('direct lies!'), bad.direct_upload.headers)

    expect([stored.status, again.status, wrong.status]).toEqual([200, 422, 422])
    expect(await product.core.files.findSigned(product.core.orm.em.fork(), good.signed_id)).toMatchObject({
      contentType: 'text/plain',
    })
  })
})

async function conversationIn(product: Product, accountId: number): Promise<{ conversation: number }> {
  const { rows } = await product.core.pool.query(
    `with channel as (insert into channels (account_id, type, identity) values ($1, 'Channel::Test', 'files') returning id),
          inbox as (insert into inboxes (account_id, channel_id, channel_type, name) select $1, id, 'Channel::Test', 'Files' from channel returning id),
          contact as (insert into contacts (account_id, name) values ($1, 'Ana') returning id)
     insert into conversations (account_id, display_id, inbox_id, contact_id) select $1, 7001, inbox.id, contact.id from inbox, contact returning display_id`,
    [accountId],
  )
  return { conversation: rows[0].display_id }
}
