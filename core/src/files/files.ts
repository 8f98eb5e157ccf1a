import type { Readable } from 'node:stream'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Blob } from './blob.entity.ts'
import type { Disk } from './disk.ts'
import type { FileSigner } from './signature.ts'

export interface NewFile {
  accountId: number | null
  filename: string
  /** What the sender claims; the content decides. */
  contentType?: string
  source: AsyncIterable<Uint8Array> | Uint8Array
  /** Bytes; more is refused with `file.tooLarge`. Default 40 MB. */
  maxBytes?: number
}

/** Files of messages and avatars. Bytes in blob storage, a row of `blobs` for each. */
export interface Files {
  readonly disk: Disk
  readonly signer: FileSigner
  store(em: EntityManager, file: NewFile): Promise<Blob>
  /** Bytes `start` to `end`, both counted in, or all. */
  read(blob: Blob, range?: { start: number; end: number }): Readable
  delete(blob: Blob): Promise<void>
  /** Absolute signed address that serves the file with a safe type; never inline when it could run. */
  url(blob: Pick<Blob, 'id' | 'filename'>): string
  /** Absolute signed address of an image fitted to 250 px; empty for other types. */
  thumbnailUrl(blob: Pick<Blob, 'id' | 'filename' | 'contentType'>): string
  /** Token that stands for an uploaded blob in a request, as in direct uploads. */
  signedId(blob: Pick<Blob, 'id'>): string
  findSigned(em: EntityManager, signedId: string): Promise<Blob | null>
}
