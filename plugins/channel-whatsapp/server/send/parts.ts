import { type Outbound, type OutboundAttachment, PermanentError } from '@cordboard/plugin-sdk'
import { present, record, word } from '../json.ts'
import { fileKind, takesCaption } from './file-kinds.ts'
import { cardsPart, choicesPart, locationRequestPart } from './interactive.ts'
import { toWhatsappMarkup } from './markup.ts'
import type { Part } from './part.ts'
import { splitText } from './text.ts'

const longestCaption = 1024

/** What has to be sent for a message, in order. */
export function partsOf(message: Outbound): Part[] {
  const text = toWhatsappMarkup(message.content)
  const reaction = reactionPart(message)
  if (reaction) return [reaction]
  const parts =
    message.attachments.length > 0 ? attachmentParts(text, message.attachments) : contentParts(text, message)
  if (parts.length === 0)
    throw new PermanentError('whatsapp.empty', 'There is nothing in this message that WhatsApp can show')
  return parts
}

function contentParts(text: string, { contentType, attributes }: Outbound): Part[] {
  if (attributes.request_location === true) return [locationRequestPart(text)]
  if (contentType === 'input_select') return [choicesPart(text, attributes)]
  if (contentType === 'cards' || contentType === 'article') return textOrMore(cardsPart(text, attributes))
  return texts(text)
}

const textOrMore = (part: Part): Part[] => (part.type === 'text' ? texts(part.text) : [part])

const texts = (text: string): Part[] => splitText(text).map((piece) => ({ type: 'text', text: piece }))

// The text goes under the first file that can carry it, and before all files where none can.
function attachmentParts(text: string, attachments: OutboundAttachment[]): Part[] {
  const parts = attachments.map(attachmentPart)
  const first = parts[0]
  if (text === '') return parts
  if (first?.type !== 'file' || !takesCaption(first.kind) || text.length > longestCaption)
    return [...texts(text), ...parts]
  return [{ ...first, caption: text }, ...parts.slice(1)]
}

function attachmentPart(attachment: OutboundAttachment): Part {
  if (attachment.kind === 'location') return locationPart(attachment)
  if (attachment.kind === 'contact') return contactPart(attachment)
  return { type: 'file', kind: fileKind(attachment), attachment }
}

function locationPart({ latitude, longitude, title, meta }: OutboundAttachment): Part {
  if (latitude === undefined || longitude === undefined)
    throw new PermanentError('whatsapp.no_coordinates', 'The place has no coordinates')
  const body = present({
    latitude: String(latitude),
    longitude: String(longitude),
    name: title || undefined,
    address: word(meta?.address),
  })
  return { type: 'location', body }
}

function contactPart({ title, name, meta }: OutboundAttachment): Part {
  const first = word(meta?.firstName)
  const last = word(meta?.lastName)
  const formatted = [first, last].filter(Boolean).join(' ') || word(name) || word(title) || 'Contact'
  const phone = word(title)
  const card = present({
    name: present({ formatted_name: formatted, first_name: first ?? formatted, last_name: last }),
    phones: phone && /\d/.test(phone) ? [{ phone }] : undefined,
  })
  return { type: 'contacts', body: [card] }
}

/** `content_attributes.reaction` is an emoji for the message replied to; an empty one takes it back. */
function reactionPart({ attributes, replyToSourceId }: Outbound): Part | undefined {
  const emoji = typeof attributes.reaction === 'string' ? attributes.reaction : record(attributes.reaction)?.emoji
  if (typeof emoji !== 'string') return undefined
  if (!replyToSourceId)
    throw new PermanentError('whatsapp.reaction_target', 'A reaction needs the message it belongs to')
  return { type: 'reaction', body: { message_id: providerId(replyToSourceId), emoji } }
}

/** The provider's own id: several contact cards of one message are told apart by a suffix of ours. */
export const providerId = (sourceId: string): string => sourceId.replace(/#\d+$/, '')
