import { Store } from './store.ts'

/** A short list of an account, loaded once and again whenever the server says that it changed. */
export class Collection<Item extends { id: number }> extends Store<readonly Item[] | undefined> {
  readonly #read: () => Promise<readonly Item[]>
  #loading: Promise<void> | undefined
  #isStale = false

  constructor(read: () => Promise<readonly Item[]>) {
    super(undefined)
    this.#read = read
  }

  /** Loads it unless it is there. */
  load(): Promise<void> {
    return this.value ? Promise.resolve() : this.refresh()
  }

  /** Loads it again. Calls while one is running lead to one more, not to many. */
  refresh(): Promise<void> {
    if (this.#loading) {
      this.#isStale = true
      return this.#loading
    }
    this.#loading = this.#readAll().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  byId(id: number | null | undefined): Item | undefined {
    return id ? this.value?.find((item) => item.id === id) : undefined
  }

  async #readAll(): Promise<void> {
    do {
      this.#isStale = false
      this.value = await this.#read()
    } while (this.#isStale)
  }
}
