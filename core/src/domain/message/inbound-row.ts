import type { IdentityHints, InboundAttachment, InboundMessage, InboundStatus } from '../../kernel/payloads.ts'
import { fileTypes } from './message.names.ts'
import { lateBy } from './said-at.ts'

const maxContent = 150_000
const maxName = 255
const maxId = 512
const maxAddress = 2048
const maxAttachments = 15
const phonePattern = /^\+[1-9]\d{1,14}$/
const emailPattern = /^[^@\s]+@[^@\s]+$/

/** What the core decided about a message before it is stored: answers of the plugins, where there are any. */
export interface Decision {
  contactId?: number
  conversationId?: number
}

/** Where a payload came in. */
export interface Origin {
  accountId: number
  inboxId: number
}

/** A message as the statement of `inbound.sql.ts` reads it. */
export interface InboundRow {
  n: number
  account_id: number
  inbox_id: number
  person: string
  sources: string[]
  name: string
  email: string | null
  phone: string | null
  identifier: string | null
  attributes: object
  source_id: string
  content: string
  content_type: number
  content_attributes: object
  additional_attributes: object
  conversation_attributes: object | null
  reply_to: string | null
  echo: boolean
  contact_id: number | null
  conversation_id: number | null
  attachments: AttachmentRow[] | null
  avatar_url: string | null
}

export interface AttachmentRow {
  file_type: number
  external_url: string | null
  latitude: number | null
  longitude: number | null
  title: string | null
  extension: string | null
  meta: Record<string, unknown>
}

/** Providers send what they like: what the database can not hold is dropped here and never fails a neighbour. */
export function inboundRow(origin: Origin, message: InboundMessage, decision: Decision = {}): InboundRow {
  const { contact } = message
  const phone = contact.phone !== undefined && phonePattern.test(contact.phone) ? contact.phone : null
  const sources = sourcesOf(contact)
  const person = sources[0] as string
  const replyTo = textOrNull(message.replyToSourceId, maxId)
  return {
    n: 0,
    account_id: origin.accountId,
    inbox_id: origin.inboxId,
    person,
    sources,
    name: textOrNull(contact.name, maxName) ?? phone ?? person,
    email: contact.email !== undefined && emailPattern.test(contact.email) ? contact.email.toLowerCase() : null,
    phone,
    identifier: textOrNull(contact.identifier, maxName),
    attributes: objectOr(contact.attributes),
    source_id: textOrNull(message.sourceId, maxId) ?? fail('A message has no id'),
    content: typeof message.content === 'string' ? message.content.slice(0, maxContent) : '',
    content_type: message.contentType === 'sticker' ? 11 : 0,
    content_attributes: {
      ...objectOr(message.contentAttributes),
      ...lateBy(message.sentAt),
      ...(replyTo ? { in_reply_to_external_id: replyTo } : {}),
    },
    additional_attributes: objectOr(message.additionalAttributes),
    conversation_attributes: message.conversationAttributes ? objectOr(message.conversationAttributes) : null,
    reply_to: replyTo,
    echo: message.echo === true,
    contact_id: decision.contactId ?? null,
    conversation_id: decision.conversationId ?? null,
    attachments: message.attachments?.length ? message.attachments.slice(0, maxAttachments).map(attachmentRow) : null,
    avatar_url: textOrNull(contact.avatarUrl, maxAddress),
  }
}

export const sourcesOf = (contact: IdentityHints): string[] => {
  const known = [contact?.sourceId, ...(contact?.aliases ?? [])]
  const sources = known.filter((id): id is string => typeof id === 'string' && id !== '' && id.length <= maxId)
  return sources.length > 0 ? sources : fail('A message names no contact')
}

function attachmentRow(attachment: InboundAttachment): AttachmentRow {
  const { kind, reference, name, title, latitude, longitude, meta } = attachment
  const stored: Record<string, unknown> = { ...objectOr(meta) }
  if (reference !== undefined) stored.fetch = 'pending'
  return {
    file_type: kind === 'sticker' ? 0 : Math.max(fileTypes.indexOf(kind), 0),
    external_url: null,
    latitude: finiteOrNull(latitude),
    longitude: finiteOrNull(longitude),
    title: textOrNull(title ?? (kind === 'file' ? name : undefined), maxName),
    extension: extensionOf(name),
    meta: stored,
  }
}

/** Rows of receipts, one a message: several of one batch are folded, as if they had come one after another. */
export interface ReceiptRow {
  n: number
  account_id: number
  inbox_id: number
  source_id: string
  message_id: number | null
  status: number
  error: string | null
  attributes: Record<string, unknown>
}

const statusNumbers = { sent: 0, delivered: 1, read: 2, failed: 3 } as const
const failedStatus = statusNumbers.failed

export function receiptRow({ accountId, inboxId }: Origin, status: InboundStatus): ReceiptRow {
  return {
    n: 0,
    account_id: accountId,
    inbox_id: inboxId,
    source_id: textOrNull(status.sourceId, maxId) ?? fail('A receipt names no message'),
    message_id: Number.isSafeInteger(status.messageId) ? (status.messageId as number) : null,
    status: statusNumbers[status.status] ?? fail(`A receipt has the unknown status "${String(status.status)}"`),
    error: textOrNull(status.error, 1_000),
    attributes: { ...objectOr(status.additionalAttributes) },
  }
}

export function foldReceipts(rows: readonly ReceiptRow[]): ReceiptRow[] {
  const folded = new Map<string, ReceiptRow>()
  for (const row of rows) {
    const key = `${row.inbox_id} ${row.message_id ?? row.source_id}`
    const known = folded.get(key)
    folded.set(key, known ? fold(known, row) : { ...row, n: folded.size })
  }
  return [...folded.values()]
}

function fold(known: ReceiptRow, next: ReceiptRow): ReceiptRow {
  const attributes = { ...known.attributes, ...next.attributes }
  const better =
    next.status === failedStatus
      ? known.status === statusNumbers.sent
      : known.status === failedStatus
        ? next.status > statusNumbers.sent
        : next.status > known.status
  return better ? { ...known, status: next.status, error: next.error, attributes } : { ...known, attributes }
}

const extensionOf = (name: string | undefined): string | null => /\.([a-z0-9]{1,10})$/i.exec(name ?? '')?.[1] ?? null
const finiteOrNull = (value: unknown): number | null => (Number.isFinite(value) ? (value as number) : null)
const textOrNull = (value: unknown, length: number): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, length) : null
const objectOr = (value: unknown): object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : empty
const empty = Object.freeze({})

function fail(message: string): never {
  throw new Error(message)
}

const unstorable = /\\u(0000|d[89a-f])/i

/** JSON that PostgreSQL can read: without NUL and without halves of surrogate pairs. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value)
  return unstorable.test(text) ? JSON.stringify(cleaned(value)) : text
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleaned(key), cleaned(inner)]))
}
