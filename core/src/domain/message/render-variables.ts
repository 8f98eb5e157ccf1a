import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'
import type { NewMessage } from './create-message.ts'

const tag = /\{\{\s*([a-z_]+(?:\.[\w-]+)+)\s*((?:\|\s*[a-z_]+\s*(?::\s*(?:"[^"]*"|'[^']*'))?\s*)*)\}\}/gi
const filter = /\|\s*([a-z_]+)\s*(?::\s*(?:"([^"]*)"|'([^']*)'))?/gi
const code = /(`[^`]*`)/

type Values = Record<string, unknown>

/** Fills in `{{contact.name}}` and its like in what agents send. Text inside backticks, and what is no variable, stays as it is. */
export async function renderVariables(em: EntityManager, request: NewMessage): Promise<NewMessage> {
  const template = request.additionalAttributes?.template_params
  if (!mayHold(request.content) && !mayHold(template)) return request
  const values = await loadValues(em, request)
  const fill = (text: string) => renderText(text, values)
  return {
    ...request,
    content: request.content === null ? null : fill(request.content),
    ...(template === undefined
      ? {}
      : { additionalAttributes: { ...request.additionalAttributes, template_params: deep(template, fill) } }),
  }
}

const mayHold = (value: unknown): boolean => value != null && JSON.stringify(value).includes('{{')

/** Replaces the variables of a text; unknown ones become empty. */
export const renderText = (text: string, values: Values): string =>
  text
    .split(code)
    .map((part) =>
      part.startsWith('`') ? part : part.replace(tag, (_, path, filters) => evaluate(path, filters, values)),
    )
    .join('')

function evaluate(path: string, filters: string, values: Values): string {
  let value = path
    .split('.')
    .reduce<unknown>((inner, key) => (isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), values)
  for (const [, name, double, single] of filters.matchAll(filter))
    value = applyFilter(name ?? '', value, double ?? single)
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value)
}

function applyFilter(name: string, value: unknown, argument: string | undefined): unknown {
  const text = value === undefined || value === null ? '' : String(value)
  switch (name) {
    case 'default':
      return text === '' ? argument : value
    case 'upcase':
      return text.toUpperCase()
    case 'downcase':
      return text.toLowerCase()
    case 'capitalize':
      return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
    case 'strip':
      return text.trim()
    default:
      return value
  }
}

const deep = (value: unknown, fill: (text: string) => string): unknown => {
  if (typeof value === 'string') return fill(value)
  if (Array.isArray(value)) return value.map((inner) => deep(inner, fill))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deep(inner, fill)]))
}

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface Named {
  contact: { id: number; name: string; email: string | null; phone_number: string | null; custom_attributes: Values }
  agent: { id: number; name: string; display_name: string | null; email: string } | null
  conversation: { id: number; display_id: number; custom_attributes: Values }
  inbox: Values
  account: Values
}

async function loadValues(em: EntityManager, { accountId, conversationId, sender }: NewMessage): Promise<Values> {
  const [row] = await query<Named>(
    em,
    `select json_build_object('id', k.id, 'name', k.name, 'email', k.email, 'phone_number', k.phone_number, 'custom_attributes', k.custom_attributes) as contact,
      (select json_build_object('id', u.id, 'name', u.name, 'display_name', u.display_name, 'email', u.email) from users u where u.id = $3) as agent,
      json_build_object('id', c.id, 'display_id', c.display_id, 'custom_attributes', c.custom_attributes) as conversation,
      json_build_object('id', i.id, 'name', i.name) as inbox, json_build_object('id', a.id, 'name', a.name) as account
    from conversations c join contacts k on k.account_id = $1 and k.id = c.contact_id
    join inboxes i on i.account_id = $1 and i.id = c.inbox_id join accounts a on a.id = $1
    where c.account_id = $1 and c.id = $2`,
    [accountId, conversationId, typeof sender === 'object' ? (sender?.id ?? null) : null],
  )
  return row ? values(row) : {}
}

const values = ({ contact, agent, conversation, inbox, account }: Named): Values => ({
  contact: { ...contact, ...names(contact.name), custom_attribute: contact.custom_attributes },
  ...(agent && { agent: { ...agent, ...names(agent.name), available_name: agent.display_name || agent.name } }),
  conversation: {
    ...conversation,
    contact_name: names(contact.name).name,
    custom_attribute: conversation.custom_attributes,
  },
  inbox,
  account,
})

/** Names word by word in capitals; a single word is no first and last name. */
function names(name: string) {
  const words = name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  const several = words.length > 1
  return { name: words.join(' '), first_name: several ? words[0] : '', last_name: several ? words.at(-1) : '' }
}
