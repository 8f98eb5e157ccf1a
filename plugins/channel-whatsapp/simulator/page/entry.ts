import type { SentMessage } from '../number.ts'
import type { Entry } from './chats.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies were checked against the provider's description, not typed
type Body = any

/** What a customer's phone shows of a message that the business sent. */
export function entryOf({ id, body, at }: SentMessage, templates: Record<string, unknown>[]): Entry {
  const message = body as Body
  const content = message[message.type]
  const entry: Entry = { id, from: 'business', at, status: 'sent', text: textOf(message.type, content, templates) }
  if (message.context?.message_id) entry.replyTo = message.context.message_id
  if (content?.id) entry.file = { id: content.id, contentType: fileType[message.type] ?? '', name: content.filename }
  if (message.type === 'interactive') entry.choices = choicesOf(content)
  if (message.type === 'reaction') {
    entry.replyTo = content.message_id
    entry.reaction = content.emoji
  }
  return entry
}

const fileType: Record<string, string> = {
  image: 'image/',
  sticker: 'image/',
  video: 'video/',
  audio: 'audio/',
  document: 'application/',
}

function textOf(type: string, content: Body, templates: Record<string, unknown>[]): string {
  if (type === 'text') return content.body
  if (type === 'interactive') return [content.body?.text, content.action?.parameters?.url].filter(Boolean).join('\n')
  if (type === 'location')
    return `📍 ${[content.name, `${content.latitude}, ${content.longitude}`].filter(Boolean).join(' · ')}`
  if (type === 'contacts')
    return content.map((card: Body) => `👤 ${card.name.formatted_name} ${card.phones?.[0]?.phone ?? ''}`).join('\n')
  if (type === 'template') return templateText(content, templates)
  return content?.caption ?? ''
}

function templateText(content: Body, templates: Record<string, unknown>[]): string {
  const template: Body = templates.find(
    ({ name, language }) => name === content.name && language === content.language.code,
  )
  const text: string = template?.components?.find(({ type }: Body) => type === 'BODY')?.text ?? content.name
  const values: Body[] = content.components?.find(({ type }: Body) => type === 'body')?.parameters ?? []
  return values.reduce(
    (filled, { text: value, parameter_name }, index) => filled.replace(`{{${parameter_name ?? index + 1}}}`, value),
    text,
  )
}

function choicesOf({ type, action }: Body): NonNullable<Entry['choices']> {
  if (type === 'button') return action.buttons.map(({ reply }: Body) => ({ ...reply, kind: 'button_reply' }))
  if (type !== 'list') return []
  return action.sections.flatMap(({ rows }: Body) =>
    rows.map(({ id, title }: Body) => ({ id, title, kind: 'list_reply' })),
  )
}
