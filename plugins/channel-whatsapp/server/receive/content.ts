import type { InboundAttachment } from '@cordboard/plugin-sdk'
import { type Json, number, present, record, records, shallow, text, texts, word } from '../json.ts'

/** What a message says, apart from who said it and when. */
export interface Content {
  content: string
  attachments: InboundAttachment[]
  contentAttributes?: Record<string, unknown>
}

type Reader = (message: Json) => Content | undefined

const plain = (content: string, contentAttributes?: Record<string, unknown>): Content =>
  present<Content>({ content, attachments: [], contentAttributes })

/** Shown where a message cannot be shown: its type is new, unreadable, or the provider withheld it. */
export function placeholder(type: string, error?: Json): Content {
  const code = number(error?.code)
  const reason = code === undefined ? undefined : `${code}: ${word(error?.title) ?? 'Unknown error'}`
  return plain('', { is_unsupported: true, unsupported: present({ type, reason }) })
}

const readText: Reader = (message) => {
  const body = text(record(message.text)?.body)
  return body === undefined ? undefined : plain(body)
}

const media =
  (type: string, kind: InboundAttachment['kind']): Reader =>
  (message) => {
    const file = record(message[type])
    const reference = word(file?.id)
    if (!file || !reference) return undefined
    const meta = present({
      voice: file.voice === true || undefined,
      animated: file.animated === true || undefined,
      sticker: type === 'sticker' || undefined,
    })
    const attachment = present<InboundAttachment>({
      kind,
      reference,
      name: word(file.filename),
      contentType: word(file.mime_type),
      sha256: word(file.sha256),
      meta: Object.keys(meta).length > 0 ? meta : undefined,
    })
    return { content: text(file.caption) ?? '', attachments: [attachment] }
  }

const readLocation: Reader = (message) => {
  const place = record(message.location)
  const latitude = number(place?.latitude)
  const longitude = number(place?.longitude)
  if (latitude === undefined || longitude === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
    return undefined
  const name = word(place?.name)
  const title = name ? [name, word(place?.address)].filter(Boolean).join(', ') : ''
  const url = word(place?.url)
  const attachment: InboundAttachment = {
    kind: 'location',
    latitude,
    longitude,
    title,
    ...(url ? { meta: { url } } : {}),
  }
  return { content: '', attachments: [attachment] }
}

const readButton: Reader = (message) => {
  const button = record(message.button)
  const label = word(button?.text) ?? word(button?.payload)
  return label === undefined ? undefined : plain(label, { button: texts(button, ['text', 'payload']) })
}

const readInteractive: Reader = (message) => {
  const interactive = record(message.interactive)
  const choice = record(interactive?.button_reply) ?? record(interactive?.list_reply)
  const title = word(choice?.title) ?? word(choice?.id)
  if (title !== undefined)
    return plain(title, {
      interactive: { type: word(interactive?.type) ?? 'reply', ...texts(choice, ['id', 'title', 'description']) },
    })
  const flow = record(interactive?.nfm_reply)
  return flow && readForm(flow)
}

// The answer of a form comes as JSON inside a string; the token only names the form's session.
function readForm(flow: Json): Content {
  const form = record(parse(text(flow.response_json) ?? '')) ?? {}
  const answers = Object.entries(record(shallow(form, 4)) ?? {}).filter(([key]) => key !== 'flow_token')
  const lines = answers.map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return plain(lines.join('\n') || (text(flow.body) ?? ''), {
    form: Object.fromEntries(answers),
    form_name: word(flow.name) ?? 'flow',
  })
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

const readOrder: Reader = (message) => {
  const order = record(message.order)
  if (!order) return undefined
  const items = records(order.product_items).map((item) =>
    present({
      product_retailer_id: word(item.product_retailer_id) ?? '?',
      quantity: number(item.quantity) ?? 1,
      item_price: number(item.item_price),
      currency: word(item.currency),
    }),
  )
  const lines = items.map(
    (item) => `${item.quantity} × ${item.product_retailer_id}${price(item.item_price, item.currency)}`,
  )
  const note = word(order.text)
  return plain([...lines, ...(note ? ['', note] : [])].join('\n'), {
    order: present({ catalog_id: word(order.catalog_id), text: note, product_items: items }),
  })
}

const price = (amount: number | undefined, currency: string | undefined): string =>
  amount === undefined ? '' : ` · ${amount.toFixed(2)}${currency ? ` ${currency}` : ''}`

const readers: Record<string, Reader> = {
  text: readText,
  image: media('image', 'image'),
  sticker: media('sticker', 'image'),
  video: media('video', 'video'),
  audio: media('audio', 'audio'),
  voice: media('voice', 'audio'),
  document: media('document', 'file'),
  location: readLocation,
  button: readButton,
  interactive: readInteractive,
  order: readOrder,
}

/** What the message says; a placeholder where that cannot be told. */
export function contentOf(message: Json): Content {
  const type = word(message.type) ?? 'unknown'
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined
  const content = reader?.(message)
  if (content) return content
  const detail = word(record(message.unsupported)?.type)
  return placeholder(detail ?? type, records(message.errors)[0])
}
