import type { Server } from 'node:http'

/** Sends frames to the sockets that `/cable` holds. */
export interface Realtime {
  /** Takes over the upgrade requests of `/cable`. */
  attach(server: Server): void
  /** An event without a row in the log (typing, presence, cache keys), to everybody listed, on every node. */
  publish(frame: EphemeralFrame): void
  /** Cuts the sockets of a user, on every node, whose subscriptions are not allowed any more. Call it when that is committed. */
  reconsider(userId: number): void
  /** `online`, `busy` or `offline` of a user in an account, by heartbeat and chosen availability. */
  availabilityOf(accountId: number, userIds: readonly number[]): Promise<Map<number, 'online' | 'busy' | 'offline'>>
  /** Contacts with a fresh heartbeat. */
  onlineContacts(accountId: number): Promise<Set<number>>
  close(): Promise<void>
}

export interface EphemeralFrame {
  accountId: number
  event: string
  data: Record<string, unknown>
  /** Streams by name: a pubsub token or `account_<id>`. */
  streams: readonly string[]
}
