import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Bytes under random keys in a folder. Keys are ours (letters and digits); no path is ever built from a user's input. */
export interface Disk {
  write(key: string, source: AsyncIterable<Uint8Array>): Promise<void>
  read(key: string, range?: { start: number; end: number }): Readable
  has(key: string): Promise<boolean>
  delete(key: string): Promise<void>
}

export function createDisk(folder: string): Disk {
  const pathOf = (key: string) => {
    if (!/^[a-z0-9]{8,64}(\.[a-z0-9]+)?$/.test(key)) throw new Error('Not a storage key')
    return join(folder, key.slice(0, 2), key.slice(2, 4), key)
  }
  return {
    async write(key, source) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true })
      // Two may write one key at once, as when colleagues open the same new picture: each has its own.
      const partial = `${path}.${randomUUID()}.partial`
      try {
        await pipeline(source, createWriteStream(partial, { flush: true }))
        await rename(partial, path)
      } catch (error) {
        await rm(partial, { force: true })
        throw error
      }
    },
    read: (key, range) => createReadStream(pathOf(key), range),
    has: (key) =>
      stat(pathOf(key)).then(
        () => true,
        () => false,
      ),
    delete: (key) => rm(pathOf(key), { force: true }),
  }
}
