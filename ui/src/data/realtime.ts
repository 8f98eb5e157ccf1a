import { type Consumer, createConsumer, type Subscription } from '@rails/actioncable'
import type { Contact } from './contacts.ts'
import type { Conversation } from './conversation.ts'
import type { MessageEvent, Sender } from './message.ts'
import { type Availability, session, type User } from './session.ts'
import { Store } from './store.ts'

interface ConversationEvent extends Conversation {
  account_id: number
}

/** What the server tells, by the name of the event. */
export interface RealtimeEvents {
  'message.created': MessageEvent
  'message.updated': MessageEvent
  'conversation.created': ConversationEvent
  'conversation.updated': ConversationEvent
  'conversation.status_changed': ConversationEvent
  'conversation.read': ConversationEvent
  'conversation.deleted': { id: number; account_id: number }
  'assignee.changed': ConversationEvent
  'team.changed': ConversationEvent
  'conversation.contact_changed': ConversationEvent
  'conversation.typing_on': TypingEvent
  'conversation.typing_off': TypingEvent
  'contact.created': Contact & { account_id: number }
  'contact.updated': Contact & { account_id: number }
  'contact.deleted': Contact & { account_id: number }
  'presence.update': PresenceEvent
  'account.cache_invalidated': { account_id: number; cache_keys: Record<'label' | 'inbox' | 'team', string> }
  'plugins.changed': { account_id: number; plugins: { id: string; enabled: boolean }[] }
  'notice.created': { account_id: number; id: number }
  'notice.settled': { account_id: number; id: number }
  'notification.created': { account_id: number; unread_count: number }
  'notification.updated': { account_id: number; unread_count: number }
  'notification.deleted': { account_id: number; unread_count: number }
}

export interface TypingEvent {
  account_id: number
  conversation: Conversation
  user: Sender
  is_private: boolean
}

export interface PresenceEvent {
  account_id: number
  users: Record<string, Availability>
  contacts?: Record<string, Availability>
}

type EventName = keyof RealtimeEvents
type Listener<Name extends EventName> = (data: RealtimeEvents[Name]) => void
export type Connection = 'connecting' | 'open' | 'lost'

const heartbeat = 20_000

/** The socket of one account. It comes back by itself; who missed something is told by `onResume`. */
export class Realtime {
  readonly status = new Store<Connection>('connecting')
  readonly #consumer: Consumer
  #subscription: Subscription
  #token: string
  readonly #stopFollowing: () => void
  readonly #listeners = new Map<EventName, Set<Listener<never>>>()
  readonly #resumed = new Set<(secondsAway: number) => void>()
  readonly #beat: ReturnType<typeof setInterval>
  #lostAt: number | undefined

  constructor(accountId: number, user: User) {
    this.#consumer = createConsumer(`${location.origin.replace(/^http/, 'ws')}/cable`)
    this.#token = user.pubsub_token
    this.#subscription = this.#enter(accountId, user)
    this.#stopFollowing = session.subscribe(() => this.#follow(accountId))
    this.#beat = setInterval(() => this.#subscription.perform('update_presence'), heartbeat)
  }

  /** Calls back for every event of these names, until the returned function is called. */
  on<Name extends EventName>(names: Name | readonly Name[], listener: Listener<Name>): () => void {
    const all = ([] as Name[]).concat(names)
    for (const name of all) {
      const listeners = this.#listeners.get(name) ?? new Set()
      this.#listeners.set(name, listeners.add(listener as Listener<never>))
    }
    return () => {
      for (const name of all) this.#listeners.get(name)?.delete(listener as Listener<never>)
    }
  }

  /** Calls back when the socket is open again, with the seconds that it was not. */
  onResume(listener: (secondsAway: number) => void): () => void {
    this.#resumed.add(listener)
    return () => this.#resumed.delete(listener)
  }

  close(): void {
    clearInterval(this.#beat)
    this.#stopFollowing()
    this.#listeners.clear()
    this.#resumed.clear()
    this.#subscription.unsubscribe()
    this.#consumer.disconnect()
  }

  #enter(accountId: number, user: User): Subscription {
    const identifier = {
      channel: 'RoomChannel',
      pubsub_token: user.pubsub_token,
      account_id: accountId,
      user_id: user.id,
    }
    return this.#consumer.subscriptions.create(identifier, {
      connected: () => this.#connected(),
      disconnected: () => this.#disconnected(),
      received: ({ event, data }: { event: EventName; data: { account_id?: number } }) => {
        if (data.account_id === undefined || data.account_id === accountId) this.#receive(event, data)
      },
    })
  }

  // Whoever changes their password gets another token, and the server hangs up on the old one.
  #follow(accountId: number): void {
    const user = session.value
    if (!user || user.pubsub_token === this.#token) return
    this.#token = user.pubsub_token
    this.#subscription.unsubscribe()
    this.#subscription = this.#enter(accountId, user)
  }

  #connected(): void {
    this.status.value = 'open'
    if (this.#lostAt === undefined) return
    const away = Math.ceil((Date.now() - this.#lostAt) / 1000)
    this.#lostAt = undefined
    for (const listener of this.#resumed) listener(away)
  }

  #disconnected(): void {
    this.status.value = 'lost'
    this.#lostAt ??= Date.now()
  }

  #receive(event: EventName, data: object): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(data as never)
  }
}
