import { type Outbound, PermanentError } from '@cordboard/plugin-sdk'
import { record, records, word } from '../json.ts'
import type { Part } from './part.ts'
import { shorten } from './text.ts'

const most = { buttons: 3, rows: 10 }
const longest = {
  button: 20,
  buttonId: 256,
  row: 24,
  rowId: 200,
  description: 72,
  buttonBody: 1024,
  listBody: 4096,
  label: 20,
}

interface Choice {
  title: string
  value: string
}

/** A question with choices: up to three short ones become buttons, more become a list. */
export function choicesPart(body: string, attributes: Outbound['attributes']): Part {
  const choices = records(attributes.items).flatMap((item): Choice[] => {
    const title = word(item.title) ?? word(item.value)
    return title === undefined ? [] : [{ title, value: word(item.value) ?? title }]
  })
  if (choices.length === 0) throw new PermanentError('whatsapp.no_choices', 'The question has no choices')
  if (choices.length > most.rows)
    throw new PermanentError(
      'whatsapp.too_many_choices',
      `WhatsApp shows up to ${most.rows} choices; this question has ${choices.length}`,
    )
  const areButtons = choices.length <= most.buttons && choices.every(({ title }) => title.length <= longest.button)
  return interactive(areButtons ? buttons(body, choices) : list(body, choices))
}

const buttons = (body: string, choices: Choice[]) => ({
  type: 'button',
  body: { text: fitting(body, longest.buttonBody) },
  action: {
    buttons: choices.map(({ title, value }) => ({
      type: 'reply',
      reply: { id: value.slice(0, longest.buttonId), title },
    })),
  },
})

const list = (body: string, choices: Choice[]) => ({
  type: 'list',
  body: { text: fitting(body, longest.listBody) },
  action: { button: 'Choose an item', sections: [{ rows: choices.map(row) }] },
})

function row({ title, value }: Choice) {
  const id = value.slice(0, longest.rowId)
  if (title.length <= longest.row) return { id, title }
  return { id, title: shorten(title, longest.row), description: shorten(title, longest.description) }
}

function fitting(body: string, limit: number): string {
  if (body.length > limit)
    throw new PermanentError(
      'whatsapp.question_too_long',
      `WhatsApp takes up to ${limit} characters above choices; this text has ${body.length}`,
    )
  return body === '' ? '…' : body
}

/** One card with one link becomes a button that opens it; whatever else cards hold is written out. */
export function cardsPart(content: string, attributes: Outbound['attributes']): Part {
  const cards = records(attributes.items)
  const only = cards.length === 1 ? cards[0] : undefined
  const actions = records(only?.actions)
  const link = actions.length === 1 && actions[0]?.type === 'link' ? record(actions[0]) : undefined
  const url = word(link?.uri)
  if (!only || !url || !/^https?:\/\//.test(url))
    return { type: 'text', text: [content, ...cards.map(cardText)].filter(Boolean).join('\n\n') }
  const body = [content, word(only.title), word(only.description)].filter(Boolean).join('\n')
  return interactive({
    type: 'cta_url',
    body: { text: shorten(body || url, longest.buttonBody) },
    action: { name: 'cta_url', parameters: { display_text: shorten(word(link?.text) ?? url, longest.label), url } },
  })
}

function cardText(card: Record<string, unknown>): string {
  const title = word(card.title)
  const links = records(card.actions).flatMap(({ text, uri }) =>
    word(uri) ? [[word(text), word(uri)].filter(Boolean).join(': ')] : [],
  )
  return [title && `*${title}*`, word(card.description), word(card.link), ...links].filter(Boolean).join('\n')
}

/** Asks where the customer is. */
export const locationRequestPart = (body: string): Part =>
  interactive({
    type: 'location_request_message',
    body: { text: fitting(body, longest.buttonBody) },
    action: { name: 'send_location' },
  })

const interactive = (body: object): Part => ({ type: 'interactive', body })
