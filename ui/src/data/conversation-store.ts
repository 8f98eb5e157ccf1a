import { ApiError } from './api.ts'
import { type Conversation, fromServer } from './conversation.ts'
import { readConversation } from './conversations.ts'
import type { MessageEvent } from './message.ts'
import { isActivity } from './message.ts'
import type { Realtime } from './realtime.ts'
import { Store } from './store.ts'

const conversationEvents = [
  'conversation.created',
  'conversation.updated',
  'conversation.status_changed',
  'conversation.read',
  'conversation.contact_changed',
  'assignee.changed',
  'team.changed',
] as const

/** Every conversation that this page has seen, by id, kept up by realtime events. Lists and threads hold ids. */
export class ConversationStore extends Store<ReadonlyMap<number, Conversation>> {
  readonly #account: number
  readonly #changed = new Set<(conversation: Conversation) => void>()
  readonly #asked = new Set<number>()

  constructor(account: number, realtime: Realtime) {
    super(new Map())
    this.#account = account
    realtime.on(conversationEvents, (event) => this.put(event))
    realtime.on(['message.created', 'message.updated'], (event) => this.#message(event))
    realtime.on(['contact.updated'], (contact) => this.#contact(contact))
  }

  get(id: number | undefined): Conversation | undefined {
    return id === undefined ? undefined : this.value.get(id)
  }

  /** Called for each conversation that arrives or changes. */
  onChange(listener: (conversation: Conversation) => void): () => void {
    this.#changed.add(listener)
    return () => this.#changed.delete(listener)
  }

  /** Takes over what the server says about conversations. */
  put(...found: readonly (Partial<Conversation> & { id: number })[]): void {
    const all = new Map(this.value)
    const merged = found.map((one) => fromServer(one, all.get(one.id)))
    for (const one of merged) all.set(one.id, one)
    this.value = all
    for (const one of merged) for (const listener of this.#changed) listener(one)
  }

  /** Shows a change before the server confirms it. Gives back what takes it back. */
  change(id: number, change: Partial<Conversation>): () => void {
    const before = this.get(id)
    if (!before) return () => {}
    const old = Object.fromEntries(Object.keys(change).map((key) => [key, before[key as keyof Conversation]]))
    this.#set({ ...before, ...change })
    return () => {
      const now = this.get(id)
      if (now) this.#set({ ...now, ...old })
    }
  }

  /** Fetches one that is not here. */
  async load(id: number): Promise<Conversation> {
    const found = await readConversation(this.#account, id)
    this.put(found)
    return this.get(id) ?? found
  }

  #set(conversation: Conversation): void {
    this.value = new Map(this.value).set(conversation.id, conversation)
    for (const listener of this.#changed) listener(conversation)
  }

  #message(event: MessageEvent): void {
    const known = this.get(event.conversation_id)
    if (!known) {
      this.#discover(event.conversation_id)
      return
    }
    const newer = event.id >= (known.messages.at(-1)?.id ?? 0)
    this.#set({
      ...known,
      unread_count: event.conversation?.unread_count ?? known.unread_count,
      last_activity_at: event.conversation?.last_activity_at ?? Math.max(known.last_activity_at, event.created_at),
      messages: newer && !isActivity(event) ? [event] : known.messages,
    })
  }

  #contact(contact: Conversation['meta']['sender']): void {
    for (const one of this.value.values())
      if (one.meta.sender.id === contact.id)
        this.#set({ ...one, meta: { ...one.meta, sender: { ...one.meta.sender, ...contact } } })
  }

  // A message of a conversation that no list has shown yet, e.g. an old one that was reopened.
  #discover(id: number): void {
    if (this.#asked.has(id)) return
    this.#asked.add(id)
    this.load(id)
      .catch((error) => {
        if (!(error instanceof ApiError)) throw error
      })
      .finally(() => this.#asked.delete(id))
  }
}
