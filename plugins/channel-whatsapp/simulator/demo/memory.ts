import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CustomerProfile } from '../customer.ts'
import type { MediaStore, StoredMedia } from '../media-store.ts'
import type { ChatHistory, Chats } from '../page/chats.ts'

interface Kept {
  customers: CustomerProfile[]
  chats: ChatHistory
}

/** What customers and their phones remember between two runs of the demo. */
export class Memory {
  readonly #folder: string
  readonly #file: string

  constructor(folder: string) {
    this.#folder = join(folder, 'media')
    this.#file = join(folder, 'chats.json')
    mkdirSync(this.#folder, { recursive: true })
  }

  /** Nothing, when there was no run before or it was cut off while writing. */
  read(media: MediaStore): Kept {
    try {
      const kept: Kept = JSON.parse(readFileSync(this.#file, 'utf8'))
      for (const entry of Object.values(kept.chats).flat()) if (entry.file) this.#readMedia(entry.file.id, media)
      return kept
    } catch {
      return { customers: [], chats: {} }
    }
  }

  write(chats: Chats, media: MediaStore): void {
    const kept: Kept = {
      customers: [...chats.number.customers.values()].map(({ profile }) => profile),
      chats: chats.all(),
    }
    for (const entry of Object.values(kept.chats).flat()) if (entry.file) this.#writeMedia(media.get(entry.file.id))
    writeFileSync(`${this.#file}.new`, JSON.stringify(kept))
    renameSync(`${this.#file}.new`, this.#file)
  }

  #readMedia(id: string, media: MediaStore): void {
    const about = join(this.#folder, `${id}.json`)
    if (existsSync(about))
      media.restore({ ...JSON.parse(readFileSync(about, 'utf8')), bytes: readFileSync(join(this.#folder, id)) })
  }

  #writeMedia(file: StoredMedia | undefined): void {
    if (!file || existsSync(join(this.#folder, `${file.id}.json`))) return
    const { bytes, ...about } = file
    writeFileSync(join(this.#folder, file.id), bytes)
    writeFileSync(join(this.#folder, `${file.id}.json`), JSON.stringify(about))
  }
}
