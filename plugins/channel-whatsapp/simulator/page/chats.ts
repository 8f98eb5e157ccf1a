import { EventEmitter } from 'node:events'
import type { Customer } from '../customer.ts'
import type { SentMessage, SimulatedNumber } from '../number.ts'
import { entryOf } from './entry.ts'

/** One bubble on the page. */
export interface Entry {
  id: string
  from: 'customer' | 'business'
  text: string
  at: number
  /** How far it has come, seen from whoever wrote it. */
  status: 'sending' | 'sent' | 'delivered' | 'read' | 'failed'
  file?: { id: string; contentType: string; name?: string }
  /** Answers that can be tapped. */
  choices?: { id: string; title: string; kind: 'button_reply' | 'list_reply' }[]
  replyTo?: string
  reaction?: string
}

export type ChatHistory = Record<string, Entry[]>

/** What was said on a number, as the customers' phones show it. */
export class Chats extends EventEmitter<{ change: [string] }> {
  readonly number: SimulatedNumber
  readonly #history: Map<string, Entry[]>

  constructor(number: SimulatedNumber, history: ChatHistory = {}) {
    super()
    this.number = number
    this.#history = new Map(Object.entries(history))
    number.on('sent', (message) => this.#addSent(message))
    number.on('status', (message) =>
      this.#update(message.to, message.id, message.status === 'accepted' ? 'sent' : message.status),
    )
    number.on('seen', (id) => this.#markSeen(id))
    number.on('typing', (id) => this.#showTyping(id))
  }

  of(customer: string): Entry[] {
    const known = this.#history.get(customer)
    if (known) return known
    const fresh: Entry[] = []
    this.#history.set(customer, fresh)
    return fresh
  }

  all(): ChatHistory {
    return Object.fromEntries(this.#history)
  }

  /** Notes what a customer wrote; its ticks follow what Cordboard answers. */
  say(
    customer: Customer,
    written: { id: string; answer: Promise<number> },
    entry: Omit<Entry, 'id' | 'from' | 'at' | 'status'>,
  ): void {
    const key = customer.profile.waId ?? ''
    this.of(key).push({ ...entry, id: written.id, from: 'customer', at: Date.now(), status: 'sending' })
    this.emit('change', key)
    void written.answer.then((status) => this.#update(key, written.id, status === 200 ? 'delivered' : 'failed'))
  }

  react(customer: Customer, id: string, emoji: string | null): void {
    const key = customer.profile.waId ?? ''
    const entry = this.of(key).find((one) => one.id === id)
    if (!entry) return
    if (emoji) entry.reaction = emoji
    else delete entry.reaction
    customer.reacts(id, emoji)
    this.emit('change', key)
  }

  /** The customer looks at the chat: what arrived is read now. */
  look(customer: string): void {
    const arrived = this.number.sent.filter(
      ({ to, status }) => to === customer && (status === 'sent' || status === 'delivered'),
    )
    for (const message of arrived) void this.number.report(message, 'read')
  }

  #addSent(message: SentMessage): void {
    const entry = entryOf(message, this.number.profile.templates ?? [])
    if (entry.reaction !== undefined) this.#putReaction(message.to, entry)
    else this.of(message.to).push(entry)
    this.emit('change', message.to)
  }

  #putReaction(customer: string, { replyTo, reaction }: Entry): void {
    const target = this.of(customer).find(({ id }) => id === replyTo)
    if (target && reaction) target.reaction = reaction
    else delete target?.reaction
  }

  #update(customer: string, id: string, status: Entry['status']): void {
    const entry = this.of(customer).find((one) => one.id === id)
    if (!entry || entry.status === 'read') return
    entry.status = status
    this.emit('change', customer)
  }

  #markSeen(id: string): void {
    for (const [customer, entries] of this.#history) {
      const last = entries.findIndex((entry) => entry.id === id)
      if (last < 0) continue
      for (const entry of entries.slice(0, last + 1))
        if (entry.from === 'customer' && entry.status === 'delivered') entry.status = 'read'
      this.emit('change', customer)
    }
  }

  #showTyping(id: string): void {
    for (const [customer, entries] of this.#history)
      if (entries.some((entry) => entry.id === id)) this.emit('change', `typing ${customer}`)
  }
}
