import type { Sender } from './message.ts'
import type { Realtime, TypingEvent } from './realtime.ts'
import { Store } from './store.ts'

const forgottenAfter = 30_000

type Typists = readonly Sender[]

/** Who is typing, by conversation. Whoever never says that they stopped is forgotten after half a minute. */
export class Typing extends Store<ReadonlyMap<number, Typists>> {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(realtime: Realtime, userId: number) {
    super(new Map())
    realtime.on('conversation.typing_on', (event) => {
      if (event.user.type !== 'user' || event.user.id !== userId) this.#add(event)
    })
    realtime.on('conversation.typing_off', ({ conversation, user }) => this.stop(conversation.id, user))
    realtime.on('message.created', ({ conversation_id, sender }) => {
      if (sender) this.stop(conversation_id, sender)
    })
  }

  in = (conversation: number | undefined): Typists => (conversation && this.value.get(conversation)) || []

  stop(conversation: number, user: Sender): void {
    const key = keyOf(conversation, user)
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    if (this.in(conversation).some((one) => isSame(one, user)))
      this.#set(conversation, this.#without(conversation, user))
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }

  #add({ conversation, user }: TypingEvent): void {
    const key = keyOf(conversation.id, user)
    clearTimeout(this.#timers.get(key))
    this.#timers.set(
      key,
      setTimeout(() => this.stop(conversation.id, user), forgottenAfter),
    )
    this.#set(conversation.id, [...this.#without(conversation.id, user), user])
  }

  #without = (conversation: number, user: Sender): Typists => this.in(conversation).filter((one) => !isSame(one, user))

  #set(conversation: number, typists: Typists): void {
    const all = new Map(this.value)
    if (typists.length > 0) all.set(conversation, typists)
    else all.delete(conversation)
    this.value = all
  }
}

const isSame = (one: Sender, other: Sender) => one.id === other.id && one.type === other.type
const keyOf = (conversation: number, user: Sender) => `${conversation} ${user.type} ${user.id}`
