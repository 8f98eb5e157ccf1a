import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { EntityManager } from '@mikro-orm/postgresql'
import sanitizeFilename from 'sanitize-filename'
import type { Core } from '../core.ts'
import { CordboardError } from '../errors.ts'
import { Blob } from './blob.entity.ts'
import { contentTypeOf, hasThumbnail, sampleBytes } from './content-type.ts'
import { createDisk, type Disk } from './disk.ts'
import type { Files, NewFile } from './files.ts'
import { decoder } from './picture.ts'
import { createFileSigner } from './signature.ts'

const day = 24 * 60 * 60 * 1000
const attachLifetime = day
const defaultMaxBytes = 40 * 1024 * 1024

export function createFiles({ configuration }: Pick<Core, 'configuration'>): Files {
  const disk = createDisk(join(configuration.dataDirectory, 'files'))
  const signer = createFileSigner(configuration.secretKey)
  const address = (kind: string, token: string, filename: string) =>
    `${configuration.url}/rails/active_storage/${kind}/redirect/${token}/${encodeURIComponent(filename)}`
  return {
    disk,
    signer,
    store: (em, file) => store(disk, em, file),
    read: (blob, range) => disk.read(blob.key, range),
    delete: async (blob) => {
      await disk.delete(`${blob.key}.thumb`)
      await disk.delete(blob.key)
    },
    url: ({ id, filename }) => address('blobs', signer.sign('link', id, linkExpiry()), filename),
    thumbnailUrl: ({ id, filename, contentType }) =>
      hasThumbnail(contentType) ? address('representations', signer.sign('thumbnail', id, linkExpiry()), filename) : '',
    signedId: ({ id }) => signer.sign('attach', id, Date.now() + attachLifetime),
    findSigned: async (em, signedId) => {
      const id = signer.verify('attach', signedId)
      return id === undefined ? null : em.findOne(Blob, { id })
    },
  }
}

// Links stay the same for a day, so that browsers can keep what they fetched, and live for a week.
const linkExpiry = () => Math.ceil(Date.now() / day) * day + 7 * day

async function store(disk: Disk, em: EntityManager, file: NewFile): Promise<Blob> {
  const key = randomBytes(20).toString('hex')
  const measured = measure(file)
  await disk.write(key, measured.bytes)
  const contentType = await contentTypeOf(measured.sample(), file.contentType)
  const blob = em.create(Blob, {
    accountId: file.accountId,
    key,
    filename: safeName(file.filename),
    contentType,
    byteSize: measured.size(),
    checksum: measured.checksum(),
    metadata: hasThumbnail(contentType) ? await dimensions(disk, key) : {},
  })
  await em.flush()
  return blob
}

/** A name for downloads: no path, no control characters, at most 255 characters. */
export const safeName = (name: string): string => sanitizeFilename(name.slice(0, 250)).trim() || 'file'

// Counts, hashes and samples while the bytes go by; stops at the limit, so that nothing too large is ever kept.
function measure({ source, maxBytes = defaultMaxBytes }: NewFile) {
  const md5 = createHash('md5')
  const sample: Uint8Array[] = []
  let size = 0
  const iterable: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = source instanceof Uint8Array ? [source] : source
  async function* bytes() {
    for await (const chunk of iterable) {
      if (size < sampleBytes) sample.push(chunk.subarray(0, sampleBytes - size))
      size += chunk.length
      if (size > maxBytes) throw tooLarge(maxBytes)
      md5.update(chunk)
      yield chunk
    }
  }
  return { bytes: bytes(), size: () => size, checksum: () => md5.digest('base64'), sample: () => Buffer.concat(sample) }
}

async function dimensions(disk: Disk, key: string): Promise<Record<string, unknown>> {
  const image = await decoder()
  disk
    .read(key)
    .on('error', (error) => image.destroy(error))
    .pipe(image)
  try {
    const { width, height } = (await image.metadata()) as { width: number; height: number }
    return { width, height }
  } catch {
    // A picture that can not be decoded is kept as it is; it merely has no size and no thumbnail.
    return {}
  }
}

const tooLarge = (bytes: number) =>
  new CordboardError('file.tooLarge', 422, `The file is larger than ${Math.floor(bytes / 1024 / 1024)} MB`)
