import type { Core } from '../../core.ts'
import type { Outbound, OutboundAttachment, OutboundTemplate } from '../../kernel/payloads.ts'
import { contentTypes, fileTypes } from './message.names.ts'
import type { Claim } from './outbound-attempts.ts'
import { saidAt } from './said-at.ts'

/** A message as its channel gets it. */
export interface OutboundMessage {
  accountId: number
  channelType: string
  outbound: Outbound
}

interface Row {
  content: string | null
  content_type: number
  content_attributes: Record<string, unknown>
  additional_attributes: Record<string, unknown>
  display_id: number
  contact_id: number
  channel_type: string
  source_id: string | null
  reply_to: string | null
  last_incoming_at: Date | null
  attachments: AttachmentRow[]
}

interface AttachmentRow {
  id: number
  file_type: number
  title: string | null
  latitude: number
  longitude: number
  meta: Record<string, unknown>
  blob: { id: number; filename: string; content_type: string; byte_size: number } | null
}

const text = `
  select m.content, m.content_type, m.content_attributes, m.additional_attributes, c.display_id, c.contact_id, i.channel_type,
    coalesce(link.source_id, (select l.source_id from contact_inboxes l where l.account_id = $1 and l.contact_id = c.contact_id
      and l.inbox_id = m.inbox_id order by l.id desc limit 1)) as source_id,
    coalesce((select target.source_id from messages target where target.account_id = $1
        and target.id = nullif(m.content_attributes ->> 'in_reply_to', '')::bigint),
      m.content_attributes ->> 'in_reply_to_external_id') as reply_to,
    (select max(${saidAt('seen')}) from conversations other join messages seen on seen.account_id = $1
        and seen.conversation_id = other.id and seen.message_type = 0
      where other.account_id = $1 and other.contact_id = c.contact_id and other.inbox_id = m.inbox_id) as last_incoming_at,
    (select coalesce(json_agg(json_build_object('id', a.id, 'file_type', a.file_type, 'title', a.fallback_title,
        'latitude', a.coordinates_lat, 'longitude', a.coordinates_long, 'meta', a.meta, 'blob', (select json_build_object(
          'id', b.id, 'filename', b.filename, 'content_type', b.content_type, 'byte_size', b.byte_size)
          from blobs b where b.id = a.blob_id)) order by a.id), '[]')
      from attachments a where a.account_id = $1 and a.message_id = m.id) as attachments
  from messages m
  join conversations c on c.account_id = $1 and c.id = m.conversation_id
  join inboxes i on i.account_id = $1 and i.id = m.inbox_id
  left join contact_inboxes link on link.account_id = $1 and link.id = c.contact_inbox_id
  where m.account_id = $1 and m.id = $2`

/** Reads what the channel needs to know; undefined when the contact has no address in the inbox. */
export async function loadOutbound(core: Core, claimed: Claim): Promise<OutboundMessage | undefined> {
  const { accountId, messageId, conversationId, inboxId, attempt } = claimed
  const { rows } = await core.pool.query<Row>(text, [accountId, messageId])
  const [row] = rows
  if (!row?.source_id) return undefined
  const outbound: Outbound = {
    messageId,
    conversationId,
    conversationDisplayId: row.display_id,
    inboxId,
    contactId: row.contact_id,
    to: row.source_id,
    content: row.content ?? '',
    contentType: contentTypes[row.content_type] ?? 'text',
    attributes: row.content_attributes,
    attachments: row.attachments.map((attachment) => present(core, attachment)),
    lastIncomingAt: row.last_incoming_at?.toISOString() ?? null,
    idempotencyKey: `cordboard-${accountId}-${messageId}`,
    attempt,
  }
  if (row.reply_to) outbound.replyToSourceId = row.reply_to
  const template = templateOf(row.additional_attributes)
  if (template) outbound.template = template
  return { accountId, channelType: row.channel_type, outbound }
}

function present(
  core: Core,
  { id, file_type, title, latitude, longitude, meta, blob }: AttachmentRow,
): OutboundAttachment {
  const kind = fileTypes[file_type]
  return {
    id,
    kind: isSendable(kind) ? kind : 'file',
    name: blob?.filename ?? title ?? '',
    contentType: blob?.content_type ?? '',
    bytes: blob?.byte_size ?? 0,
    url: blob ? core.files.url(blob) : '',
    ...(kind === 'location' ? { latitude, longitude } : {}),
    ...(title === null ? {} : { title }),
    meta,
  }
}

const isSendable = (kind: string | undefined): kind is OutboundAttachment['kind'] =>
  ['image', 'audio', 'video', 'file', 'location', 'contact', 'fallback'].includes(kind ?? '')

function templateOf({ template_params: params }: Record<string, unknown>): OutboundTemplate | undefined {
  if (typeof params !== 'object' || params === null) return undefined
  const { name, category, language, namespace, processed_params } = params as Record<string, unknown>
  if (typeof name !== 'string') return undefined
  const template: OutboundTemplate = { name }
  if (typeof category === 'string') template.category = category
  if (typeof language === 'string') template.language = language
  if (typeof namespace === 'string') template.namespace = namespace
  if (processed_params !== undefined) template.processedParams = processed_params
  return template
}
