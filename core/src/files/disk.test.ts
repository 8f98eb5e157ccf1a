import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { createDisk } from './disk.ts'

it('lets several write one key at once, and keeps it whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-disk-'))
  const disk = createDisk(folder)

  const writes = Array.from({ length: 8 }, () =>
    disk.write('abcdef0123.thumb', Readable.from([Buffer.from('picture')])),
  )
  await Promise.all(writes)

  expect(await text(disk.read('abcdef0123.thumb'))).toBe('picture')
  await rm(folder, { recursive: true, force: true })
})
