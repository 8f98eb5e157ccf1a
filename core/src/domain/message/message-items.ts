import { invalidRecord } from '../../errors.ts'
import type { ContentType } from './message.names.ts'

/** Keys that the items of a structured message may have. */
const itemKeys: Partial<Record<ContentType, readonly string[]>> = {
  input_select: ['title', 'value'],
  cards: ['title', 'description', 'media_url', 'actions'],
  form: ['type', 'placeholder', 'label', 'name', 'options', 'default', 'required', 'pattern', 'title', 'pattern_error'],
  article: ['title', 'description', 'link'],
}
const actionKeys = ['text', 'type', 'payload', 'uri']

/** 422 where the items of a structured message are not what clients can show. */
export function checkItems(contentType: ContentType, items: unknown): void {
  const keys = itemKeys[contentType]
  if (!keys) return
  if (!Array.isArray(items) || items.length === 0) throw invalidItems('Items must have at least one item')
  for (const item of items) {
    if (!hasOnly(item, keys)) throw invalidItems(`Items contain keys other than ${keys.join(', ')}`)
    if (contentType === 'cards') checkActions((item as { actions?: unknown }).actions)
  }
}

function checkActions(actions: unknown): void {
  if (!Array.isArray(actions) || actions.length === 0) throw invalidItems('Items need at least one action')
  if (!actions.every((action) => hasOnly(action, actionKeys)))
    throw invalidItems(`Actions contain keys other than ${actionKeys.join(', ')}`)
}

const hasOnly = (value: unknown, keys: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).every((key) => keys.includes(key))

const invalidItems = (sentence: string) => invalidRecord({ content_attributes: sentence })
