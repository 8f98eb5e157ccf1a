import type { IdentityHints, Inbound, InboundMessage } from '@cordboard/plugin-sdk'
import { type Json, present, record, texts, word } from '../json.ts'
import { cardsOf } from './cards.ts'
import { contactOf, type Profiles } from './contact.ts'
import { type Content, contentOf } from './content.ts'
import { timeOf } from './time.ts'

const longestId = 255
const ignored = new Set(['ephemeral', 'request_welcome'])

export interface Reading {
  profiles: Profiles
  receivedAt: string
  /** The business wrote it itself, on its phone. */
  echo?: boolean
}

/** One item of `messages` or `message_echoes` as facts. Unreadable items give nothing; unknown types a placeholder. */
export function readMessage(message: Json, reading: Reading): Inbound[] {
  const sourceId = idOf(message.id)
  const type = word(message.type) ?? 'unknown'
  // Groups are not conversations with one person; they stay out until there is a place for them.
  if (sourceId === undefined || ignored.has(type) || word(message.group_id)) return []
  const at = timeOf(message.timestamp, reading.receivedAt)
  const contact = reading.echo
    ? contactOf(message.to, message.to_user_id, reading.profiles)
    : contactOf(message.from, message.from_user_id ?? message.user_id, reading.profiles)
  if (!contact) return []
  if (type === 'system') return readSystem(message, contact.sourceId, at)
  if (type === 'reaction') return readReaction(message, reading.echo ? '' : contact.sourceId, at)
  if (type === 'edit' || type === 'revoke') return readChange(message, type, at)
  const contents = type === 'contacts' ? cardsOf(message) : []
  const parts = contents.length > 0 ? contents : [contentOf(message)]
  return parts.map((content, index) => draft(message, content, partId(sourceId, index), contact, at, reading.echo))
}

const idOf = (value: unknown): string | undefined => {
  const id = word(value)
  return id && id.length <= longestId ? id : undefined
}

const partId = (sourceId: string, index: number): string => (index === 0 ? sourceId : `${sourceId}#${index}`)

function draft(
  message: Json,
  { content, attachments, contentAttributes }: Content,
  sourceId: string,
  contact: IdentityHints,
  sentAt: string,
  echo: boolean | undefined,
): InboundMessage {
  const attributes = { ...contentAttributes, ...contextAttributes(message) }
  const referral = referralOf(message)
  return present<InboundMessage>({
    kind: 'message',
    sourceId,
    contact,
    content,
    contentAttributes: Object.keys(attributes).length > 0 ? attributes : undefined,
    attachments,
    replyToSourceId: idOf(record(message.context)?.id),
    sentAt,
    echo: echo || undefined,
    conversationAttributes: referral && { referral },
  })
}

function contextAttributes(message: Json): Record<string, unknown> {
  const context = record(message.context)
  const product = texts(record(context?.referred_product), ['catalog_id', 'product_retailer_id'])
  return present<Record<string, unknown>>({
    forwarded: context?.forwarded === true || context?.frequently_forwarded === true || undefined,
    frequently_forwarded: context?.frequently_forwarded === true || undefined,
    referred_product: Object.keys(product).length > 0 ? product : undefined,
  })
}

const referralKeys = [
  'source_url',
  'source_type',
  'source_id',
  'headline',
  'body',
  'media_type',
  'image_url',
  'video_url',
  'thumbnail_url',
  'ctwa_clid',
] as const

function referralOf(message: Json): Record<string, string> | undefined {
  const referral = texts(record(message.referral), referralKeys)
  return Object.keys(referral).length > 0 ? referral : undefined
}

function readReaction(message: Json, by: string, at: string): Inbound[] {
  const reaction = record(message.reaction)
  const sourceId = idOf(reaction?.message_id)
  return sourceId ? [{ kind: 'reaction', sourceId, by, emoji: word(reaction?.emoji)?.slice(0, 64) ?? null, at }] : []
}

function readChange(message: Json, type: 'edit' | 'revoke', at: string): Inbound[] {
  const change = record(message[type])
  const sourceId = idOf(change?.original_message_id)
  if (!sourceId) return []
  if (type === 'revoke') return [{ kind: 'delete', sourceId, at }]
  const { content } = contentOf(record(change?.message) ?? {})
  return [{ kind: 'edit', sourceId, content, at }]
}

const numberChanges = new Set(['user_changed_number', 'customer_changed_number'])

function readSystem(message: Json, from: string, at: string): Inbound[] {
  const system = record(message.system)
  if (!numberChanges.has(word(system?.type) ?? '')) return []
  const to = contactOf(system?.wa_id ?? system?.new_wa_id, system?.user_id, new Map())
  if (!to || to.sourceId === from) return []
  // The name is known already; the new number's own form would only replace it.
  const { name: _, ...identity } = to
  return [{ kind: 'identity', from, to: identity, at }]
}
