import type { Subscription } from './connection.ts'

/** Who listens to what in this process: streams are pubsub tokens and `account_<id>`. */
export interface Streams {
  add(subscription: Subscription): void
  remove(subscription: Subscription): void
  /** Sends one message to every subscription of the streams, each once. The message is serialised once. */
  send(streams: Iterable<string>, message: Record<string, unknown>): void
  hasAccount(accountId: number): boolean
  ofStream(stream: string): ReadonlySet<Subscription>
  all(): Iterable<Subscription>
}

const nobody: ReadonlySet<Subscription> = new Set()

export function createStreams(): Streams {
  const byStream = new Map<string, Set<Subscription>>()
  const perAccount = new Map<number, number>()
  const count = (accountId: number, change: 1 | -1) => {
    const left = (perAccount.get(accountId) ?? 0) + change
    if (left > 0) perAccount.set(accountId, left)
    else perAccount.delete(accountId)
  }
  return {
    add(subscription) {
      count(subscription.accountId, 1)
      for (const stream of subscription.streams) {
        const listeners = byStream.get(stream)
        if (listeners) listeners.add(subscription)
        else byStream.set(stream, new Set([subscription]))
      }
    },
    remove(subscription) {
      count(subscription.accountId, -1)
      for (const stream of subscription.streams) {
        const listeners = byStream.get(stream)
        listeners?.delete(subscription)
        if (listeners?.size === 0) byStream.delete(stream)
      }
    },
    send(streams, message) {
      const text = `${JSON.stringify(message)}}`
      const reached = new Set<Subscription>()
      for (const stream of streams) {
        for (const subscription of byStream.get(stream) ?? nobody) {
          if (reached.has(subscription)) continue
          reached.add(subscription)
          subscription.connection.send(subscription.prefix + text)
        }
      }
    },
    hasAccount: (accountId) => perAccount.has(accountId),
    ofStream: (stream) => byStream.get(stream) ?? nobody,
    *all() {
      const seen = new Set<Subscription>()
      for (const listeners of byStream.values()) {
        for (const subscription of listeners) {
          if (seen.has(subscription)) continue
          seen.add(subscription)
          yield subscription
        }
      }
    },
  }
}
