import { accountUrl, api } from './api.ts'
import type { Message } from './message.ts'

const at = (account: number, conversation: number, rest = '') =>
  accountUrl(account, `conversations/${conversation}/messages${rest ? `/${rest}` : ''}`)

export interface MessagePage {
  meta: { agent_last_seen_at: string | null }
  payload: Message[]
}

/** The last 20, the 20 before an id, or all after one. Ascending. */
export const listMessages = (
  account: number,
  conversation: number,
  cursor: { before?: number; after?: number } = {},
  signal?: AbortSignal,
): Promise<MessagePage> => api.get(at(account, conversation), cursor, signal)

export interface NewMessage {
  content: string
  private: boolean
  echo_id: string
  content_attributes?: { in_reply_to?: number }
  template_params?: Record<string, unknown>
  files?: readonly File[]
}

export function createMessage(account: number, conversation: number, input: NewMessage): Promise<Message> {
  const { files = [], ...fields } = input
  return api.post(at(account, conversation), files.length > 0 ? formOf(fields, files) : fields)
}

function formOf(fields: Omit<NewMessage, 'files'>, files: readonly File[]): FormData {
  const form = new FormData()
  form.append('content', fields.content)
  form.append('private', String(fields.private))
  form.append('echo_id', fields.echo_id)
  if (fields.content_attributes) form.append('content_attributes', JSON.stringify(fields.content_attributes))
  for (const file of files) form.append('attachments[]', file, file.name)
  return form
}

export const removeMessage = (account: number, conversation: number, id: number): Promise<Message> =>
  api.delete(at(account, conversation, String(id)))

export const retryMessage = (account: number, conversation: number, id: number): Promise<Message> =>
  api.post(at(account, conversation, `${id}/retry`))
