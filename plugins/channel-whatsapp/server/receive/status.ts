import type { InboundStatus } from '@cordboard/plugin-sdk'
import { type Json, present, record, records, texts, word } from '../json.ts'
import { timeOf } from './time.ts'

// `played` is a voice message that was listened to.
const statuses: Record<string, InboundStatus['status']> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
}

const callbackForm = /^msg_(\d{1,15})$/

/** Sent along with a message and echoed in its statuses: they find it even when the answer to the send was lost. */
export const callbackData = (messageId: number): string => `msg_${messageId}`

export function readStatus(status: Json, receivedAt: string): InboundStatus[] {
  const sourceId = word(status.id)
  const name = word(status.status) ?? ''
  if (!sourceId || sourceId.length > 255 || !Object.hasOwn(statuses, name)) return []
  const ours = callbackForm.exec(word(status.biz_opaque_callback_data) ?? '')?.[1]
  const billing = billingOf(status)
  return [
    present<InboundStatus>({
      kind: 'status',
      sourceId,
      messageId: ours === undefined ? undefined : Number(ours),
      status: statuses[name] as InboundStatus['status'],
      error: name === 'failed' ? errorOf(records(status.errors)[0]) : undefined,
      at: timeOf(status.timestamp, receivedAt),
      additionalAttributes: Object.keys(billing).length > 0 ? { whatsapp: billing } : undefined,
    }),
  ]
}

export function errorOf(error: Json | undefined): string {
  const title = word(error?.title) ?? word(error?.message) ?? 'The message could not be delivered'
  const code = word(error?.code)
  return code ? `${code}: ${title}` : title
}

function billingOf(status: Json): Record<string, unknown> {
  const pricing = record(status.pricing)
  const conversation = record(status.conversation)
  return present<Record<string, unknown>>({
    conversation_id: word(conversation?.id),
    origin: word(record(conversation?.origin)?.type),
    billable: typeof pricing?.billable === 'boolean' ? pricing.billable : undefined,
    ...texts(pricing, ['pricing_model', 'type', 'category']),
  })
}
