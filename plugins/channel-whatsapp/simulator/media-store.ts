import { createHash, randomInt } from 'node:crypto'

export interface StoredMedia {
  id: string
  bytes: Buffer
  contentType: string
  filename: string | undefined
  sha256: string
}

const addressLives = 5 * 60_000

/** Files at the simulated provider, from customers and from the business. Their addresses live for five minutes. */
export class MediaStore {
  readonly #files = new Map<string, StoredMedia>()
  readonly #addresses = new Map<string, { id: string; until: number }>()

  add(bytes: Buffer, contentType: string, filename?: string): StoredMedia {
    const id = `${randomInt(1e8, 1e9)}${randomInt(1e6, 1e7)}`
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const media = { id, bytes, contentType, filename, sha256 }
    this.#files.set(id, media)
    return media
  }

  /** Puts a file back that was there before. */
  restore(media: StoredMedia): void {
    this.#files.set(media.id, media)
  }

  get(id: string): StoredMedia | undefined {
    return this.#files.get(id)
  }

  remove(id: string): boolean {
    return this.#files.delete(id)
  }

  /** A fresh name under which the bytes can be fetched for a while. */
  address(id: string): string {
    const name = `${id}-${randomInt(1e9)}`
    this.#addresses.set(name, { id, until: Date.now() + addressLives })
    return name
  }

  byAddress(name: string): StoredMedia | undefined {
    const known = this.#addresses.get(name)
    return known && known.until > Date.now() ? this.#files.get(known.id) : undefined
  }

  /** Ends every address, as if five minutes had gone by. */
  expireAddresses(): void {
    this.#addresses.clear()
  }
}
