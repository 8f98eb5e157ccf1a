import type { ReadRequest, TypingRequest } from '@cordboard/plugin-sdk'
import type { Connection } from './connection.ts'
import { failureOf } from './errors.ts'
import type { Graph } from './graph.ts'
import { providerId } from './send/parts.ts'

/** The provider shows that somebody types for up to 25 seconds: often enough, and no more. */
const typingEvery = 20_000
const mostRemembered = 10_000

export interface Receipts {
  markRead(request: ReadRequest, connection: Connection): Promise<true>
  typing(request: TypingRequest, connection: Connection): Promise<true>
}

export function createReceipts(graph: Graph, now: () => number = Date.now): Receipts {
  const shown = new Map<number, number>()

  const report = (connection: Connection, lastSourceId: string, extra: object) =>
    graph
      .post(connection, `${connection.phoneNumberId}/messages`, {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: providerId(lastSourceId),
        ...extra,
      })
      .catch((error: unknown) => {
        throw failureOf(error, 1)
      })

  return {
    async markRead({ lastSourceId }, connection) {
      await report(connection, lastSourceId, {})
      return true
    },
    async typing({ conversationId, lastSourceId, on }, connection) {
      if (!on || (shown.get(conversationId) ?? Number.NEGATIVE_INFINITY) > now() - typingEvery) return true
      if (shown.size >= mostRemembered) shown.clear()
      shown.set(conversationId, now())
      await report(connection, lastSourceId, { typing_indicator: { type: 'text' } })
      return true
    },
  }
}
