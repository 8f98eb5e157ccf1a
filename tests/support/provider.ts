import type { Inbound, InboundMessage } from '@cordboard/core/kernel/payloads.ts'
import type { Desk } from './desk.ts'

/** Plays the provider of a test inbox: what it delivers goes to the journal as it is. */
export interface Provider {
  inboxId: number
  /** One payload with these items; `id` is the provider's own of the payload. */
  deliver(id: string, items: readonly unknown[]): Promise<void>
  /** Bytes that need not mean anything. */
  deliverRaw(id: string, body: string): Promise<void>
  settle(): Promise<void>
}

export function provider({ product, account }: Desk, inboxId: number): Provider {
  const { journal, dispatcher } = product.core
  const deliverRaw = (providerId: string, body: string) =>
    journal.receive('channel-test', [{ accountId: account.id, inboxId, providerId, body: Buffer.from(body) }])
  return {
    inboxId,
    deliverRaw,
    deliver: (id, items) => deliverRaw(id, JSON.stringify(items)),
    async settle() {
      await journal.settle()
      await dispatcher.settle()
    },
  }
}

/** A message of a customer; `from` is their id at the provider. */
export const written = (sourceId: string, from: string, extra: Partial<InboundMessage> = {}): Inbound => ({
  kind: 'message',
  sourceId,
  contact: { sourceId: from, name: `Customer ${from}` },
  content: `text of ${sourceId}`,
  attachments: [],
  sentAt: '2026-11-23T09:00:00Z',
  ...extra,
})

export const receipt = (
  sourceId: string,
  status: 'sent' | 'delivered' | 'read' | 'failed',
  error?: string,
): Inbound => ({
  kind: 'status',
  sourceId,
  status,
  at: '2026-11-23T09:00:00Z',
  ...(error === undefined ? {} : { error }),
})
