import type { Agent } from './agents.ts'
import { accountUrl, api } from './api.ts'

/** A connected address of a channel. Keys of single channel types come beside these. */
export interface Inbox {
  id: number
  name: string
  avatar_url: string
  channel_id: number
  channel_type: string
  provider: string | null
  phone_number: string | null
  callback_webhook_url: string | null
  greeting_enabled: boolean
  greeting_message: string | null
  enable_auto_assignment: boolean
  lock_to_single_conversation: boolean
  allow_messages_after_resolved: boolean
  reauthorization_required?: boolean
  message_templates?: MessageTemplate[]
  [key: string]: unknown
}

/** A message that a provider approved beforehand. */
export interface MessageTemplate {
  name: string
  language: string
  category: string
  status: string
  components: { type: string; format?: string; text?: string }[]
}

/** A channel that an inbox can be made of. */
export interface ChannelType {
  plugin_id: string
  type: string
  wire: string
  label: string
  icon?: string
  setup?: unknown
  capabilities?: Record<string, unknown>
}

export const listInboxes = async (account: number): Promise<Inbox[]> => {
  const { payload } = await api.get<{ payload: Inbox[] }>(accountUrl(account, 'inboxes'))
  return payload.toSorted((one, other) => one.name.localeCompare(other.name))
}

export const readInbox = (account: number, id: number): Promise<Inbox> => api.get(accountUrl(account, `inboxes/${id}`))

export const createInbox = (account: number, input: Record<string, unknown>): Promise<Inbox> =>
  api.post(accountUrl(account, 'inboxes'), input)

export const changeInbox = (account: number, id: number, input: Record<string, unknown>): Promise<Inbox> =>
  api.patch(accountUrl(account, `inboxes/${id}`), input)

export const removeInbox = (account: number, id: number): Promise<{ message: string }> =>
  api.delete(accountUrl(account, `inboxes/${id}`))

export const syncTemplates = (account: number, id: number): Promise<void> =>
  api.post(accountUrl(account, `inboxes/${id}/sync_templates`))

export const listChannelTypes = async (account: number): Promise<ChannelType[]> =>
  (await api.get<{ payload: ChannelType[] }>(accountUrl(account, 'channel_types'))).payload

export const listInboxMembers = async (account: number, id: number): Promise<Agent[]> =>
  (await api.get<{ payload: Agent[] }>(accountUrl(account, `inbox_members/${id}`))).payload

export const replaceInboxMembers = async (account: number, id: number, users: readonly number[]): Promise<Agent[]> => {
  const body = { inbox_id: id, user_ids: users }
  return (await api.patch<{ payload: Agent[] }>(accountUrl(account, 'inbox_members'), body)).payload
}
