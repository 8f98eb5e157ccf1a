import type { ApiError } from './api.ts'
import type { Conversation } from './conversation.ts'
import { belongs, type ConversationFilter, compare } from './conversation-filter.ts'
import type { ConversationStore } from './conversation-store.ts'
import { type Counts, countConversations, listConversations } from './conversations.ts'
import type { Realtime } from './realtime.ts'
import { Store } from './store.ts'

export interface ListState {
  ids: readonly number[]
  counts: Counts | undefined
  /** first: nothing to show yet. more: the next page is on its way. */
  loading: 'first' | 'more' | undefined
  isComplete: boolean
  error: ApiError | undefined
}

const pageSize = 25
/** Between two counts at least, and before one that follows a change at once. */
const countsWait = 1500
const changeWait = 150
const overlap = 15

/** One list of conversations: pages from the server, then kept up by what changes. */
export class ConversationList extends Store<ListState> {
  readonly filter: ConversationFilter
  readonly #account: number
  readonly #userId: number
  readonly #all: ConversationStore
  readonly #stops: (() => void)[]
  #page = 0
  #abort = new AbortController()
  #countTimer: ReturnType<typeof setTimeout> | undefined
  #countedAt = 0

  constructor(account: number, userId: number, filter: ConversationFilter, all: ConversationStore, realtime: Realtime) {
    super({ ids: [], counts: undefined, loading: 'first', isComplete: false, error: undefined })
    this.filter = filter
    this.#account = account
    this.#userId = userId
    this.#all = all
    this.#stops = [
      all.onChange((conversation) => this.#take(conversation)),
      realtime.onResume((seconds) => void this.#catchUp(seconds)),
    ]
  }

  /** Loads the first page, or the next one. */
  async load(): Promise<void> {
    const isFirst = this.#page === 0
    if (!isFirst && (this.value.loading || this.value.isComplete)) return
    this.value = { ...this.value, loading: isFirst ? 'first' : 'more', error: undefined }
    try {
      const page = this.#page + 1
      const found = await listConversations(this.#account, this.filter, { page, signal: this.#abort.signal })
      this.#page = page
      this.#append(found.conversations, found.counts)
    } catch (error) {
      if (!this.#abort.signal.aborted) this.value = { ...this.value, loading: undefined, error: error as ApiError }
    }
  }

  /** Loads it anew, keeping what is shown until the answer is there. */
  async refresh(): Promise<void> {
    this.#page = 0
    await this.load()
  }

  close(): void {
    this.#abort.abort()
    clearTimeout(this.#countTimer)
    for (const stop of this.#stops) stop()
  }

  #append(found: readonly Conversation[], counts: Counts): void {
    const before = this.#page === 1 ? [] : this.value.ids
    const ids = [...new Set([...before, ...found.map(({ id }) => id)])]
    this.value = { ids, counts, loading: undefined, isComplete: found.length < pageSize, error: undefined }
    this.#all.put(...found)
  }

  #take(conversation: Conversation): void {
    if (this.value.loading === 'first' && this.#page === 0) return
    const isListed = this.value.ids.includes(conversation.id)
    const fits = belongs(this.filter, conversation, this.#userId)
    if (isListed && fits === false) this.#setIds(this.value.ids.filter((id) => id !== conversation.id))
    else if (isListed || fits) this.#place(conversation, isListed)
    this.#recount()
  }

  #place(conversation: Conversation, isListed: boolean): void {
    const others = this.value.ids.filter((id) => id !== conversation.id)
    const order = compare(this.filter.order)
    const index = others.findIndex((id) => {
      const other = this.#all.get(id)
      return other !== undefined && order(conversation, other) < 0
    })
    // Past the last loaded row lie rows that only the server knows.
    if (index === -1 && !isListed && !this.value.isComplete) return
    const at = index === -1 ? others.length : index
    this.#setIds(others.toSpliced(at, 0, conversation.id))
  }

  #setIds(ids: readonly number[]): void {
    const isSame = ids.length === this.value.ids.length && ids.every((id, index) => id === this.value.ids[index])
    if (!isSame) this.value = { ...this.value, ids }
  }

  #recount(): void {
    const wait = Math.max(changeWait, this.#countedAt + countsWait - Date.now())
    this.#countTimer ??= setTimeout(async () => {
      this.#countTimer = undefined
      this.#countedAt = Date.now()
      const counts = await countConversations(this.#account, this.filter).catch(() => this.value.counts)
      this.value = { ...this.value, counts }
    }, wait)
  }

  /** After a lost connection: what changed meanwhile. */
  async #catchUp(seconds: number): Promise<void> {
    const updatedWithin = seconds + overlap
    const everything = { ...this.filter, status: 'all', tab: 'all' } as const
    const found = await listConversations(this.#account, everything, { updatedWithin }).catch(() => undefined)
    if (!found) return void this.refresh()
    this.#all.put(...found.conversations)
    this.#recount()
  }
}
