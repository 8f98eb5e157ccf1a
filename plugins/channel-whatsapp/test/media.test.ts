import { PermanentError, ReauthorizationError, RetryableError } from '@cordboard/plugin-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectionOf } from '../server/connection.ts'
import { createGraph } from '../server/graph.ts'
import { fetchMedia } from '../server/media.ts'
import type { StoredMedia } from '../simulator/media-store.ts'
import { http, startWorld, type World } from './support/world.ts'

let world: World
let stored: StoredMedia
beforeAll(async () => {
  world = await startWorld()
  stored = world.simulator.media.add(Buffer.from('a photo, as bytes'), 'image/jpeg')
})
afterAll(() => world.simulator.stop())

const fetchIt = (changes: { reference?: string; sha256?: string } = {}) =>
  fetchMedia(
    { attachment: { kind: 'image', reference: stored.id, ...changes } },
    connectionOf(world.channel),
    world.graph,
  )

async function bytesOf({ stream }: Awaited<ReturnType<typeof fetchIt>>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('a file of a customer', () => {
  it.each(['hex', 'base64'] as const)('is fetched and checked against its checksum in %s', async (encoding) => {
    const file = await fetchIt({ sha256: Buffer.from(stored.sha256, 'hex').toString(encoding) })
    expect(file.contentType).toBe('image/jpeg')
    expect(await bytesOf(file)).toBe('a photo, as bytes')
    expect(world.simulator.takeProblems()).toEqual([])
  })

  it('is refused when it is not the one that was sent', async () => {
    await expect(bytesOf(await fetchIt({ sha256: '0'.repeat(64) }))).rejects.toThrow(/checksum/)
  })

  it('is fetched by a fresh address when the first has expired', async () => {
    world.number.script.next('download', { status: 404, body: '' })
    expect(await bytesOf(await fetchIt())).toBe('a photo, as bytes')
  })

  it('that the provider no longer has is gone for good', async () => {
    await expect(fetchIt({ reference: '1234567' })).rejects.toThrow(PermanentError)
    await expect(fetchIt({ reference: '../../secrets' })).rejects.toThrow(PermanentError)
  })

  it('is tried again when the provider stumbles, and asks to connect again when the key is dead', async () => {
    world.number.script.next('media', { error: { code: 131000, message: 'Something went wrong' }, status: 500 })
    await expect(fetchIt()).rejects.toThrow(RetryableError)
    world.number.script.next('download', { status: 401, body: '' })
    await expect(fetchIt()).rejects.toThrow(ReauthorizationError)
  })

  it('is not fetched from anywhere but the provider: the key goes along', async () => {
    const owns = (url: string) => world.graph.ownsMedia(url)
    expect(owns('https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1')).toBe(true)
    expect(owns(`${world.simulator.url}/media-download/1`)).toBe(true)
    for (const url of [
      'http://lookaside.fbsbx.com/',
      'https://fbsbx.com.evil.example/',
      'https://evilfbsbx.com/',
      'https://user@lookaside.fbsbx.com/',
      'https://lookaside.fbsbx.com:8443/',
      'http://127.0.0.1:1/',
      'file:///etc/passwd',
      '',
    ])
      expect(owns(url)).toBe(false)
    const asked: string[] = []
    const graph = createGraph({
      graphUrl: world.simulator.url,
      graphVersion: 'v24.0',
      http: {
        fetch: async (url, init) => {
          asked.push(url)
          return url.includes(stored.id) ? Response.json({ url: 'https://evil.example/file' }) : http.fetch(url, init)
        },
      },
    })
    await expect(
      fetchMedia({ attachment: { kind: 'image', reference: stored.id } }, connectionOf(world.channel), graph),
    ).rejects.toThrow(/not its own/)
    expect(asked).toHaveLength(1)
  })
})
