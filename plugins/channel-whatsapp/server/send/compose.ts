import type { Outbound } from '@cordboard/plugin-sdk'
import { isBusinessScopedId } from '../identity.ts'
import { present } from '../json.ts'
import { callbackData } from '../receive/status.ts'
import type { Part } from './part.ts'
import { providerId } from './parts.ts'

interface Position {
  index: number
  count: number
}

/** The provider's request for one part. `media` is the file's id there. */
export function compose(message: Outbound, part: Part, { index, count }: Position, media?: object): object {
  const { type, content } = bodyOf(part, media)
  const quotes = index === 0 && part.type !== 'reaction' && part.type !== 'template' && message.replyToSourceId
  return present<Record<string, unknown>>({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...(isBusinessScopedId(message.to) ? { recipient: message.to } : { to: message.to }),
    type,
    context: quotes ? { message_id: providerId(quotes) } : undefined,
    // Only the last part stands for the whole message: once it is known to be sent, everything is.
    biz_opaque_callback_data: index === count - 1 ? callbackData(message.messageId) : undefined,
    [type]: content,
  })
}

function bodyOf(part: Part, media: object | undefined): { type: string; content: unknown } {
  if (part.type === 'text')
    return { type: 'text', content: { body: part.text, preview_url: /https?:\/\//.test(part.text) } }
  if (part.type !== 'file') return { type: part.type, content: part.body }
  const filename = part.kind === 'document' ? part.attachment.name : undefined
  return { type: part.kind, content: present({ ...media, caption: part.caption, filename }) }
}
