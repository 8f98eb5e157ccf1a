import type { Agent } from './agents.ts'
import { accountUrl, api } from './api.ts'
import { type Conversation, type ConversationStatus, fromServer, type Priority } from './conversation.ts'
import type { ConversationFilter } from './conversation-filter.ts'
import { queryOf } from './conversation-filter.ts'

export interface Counts {
  mine_count: number
  assigned_count?: number
  unassigned_count: number
  all_count: number
}

export interface ConversationPage {
  counts: Counts
  conversations: Conversation[]
}

type Listed = { data: { meta: Counts; payload: Conversation[] } }

/** A page of a list, or with `updatedWithin` all of it that changed in the last seconds. */
export async function listConversations(
  account: number,
  filter: ConversationFilter,
  { page = 1, updatedWithin, signal }: { page?: number; updatedWithin?: number; signal?: AbortSignal } = {},
): Promise<ConversationPage> {
  const query = { ...queryOf(filter), page, updated_within: updatedWithin }
  const { data } = await api.get<Listed>(accountUrl(account, 'conversations'), query, signal)
  return { counts: data.meta, conversations: data.payload.map((conversation) => fromServer(conversation)) }
}

export const countConversations = async (account: number, filter: ConversationFilter): Promise<Counts> =>
  (await api.get<{ meta: Counts }>(accountUrl(account, 'conversations/meta'), queryOf(filter))).meta

const at = (account: number, id: number, rest = '') =>
  accountUrl(account, `conversations/${id}${rest ? `/${rest}` : ''}`)

export const readConversation = async (account: number, id: number): Promise<Conversation> =>
  fromServer(await api.get<Conversation>(at(account, id)))

export interface StatusAnswer {
  payload: { current_status: ConversationStatus; snoozed_until: string | null }
}

/** `until` in seconds: when a snoozed conversation comes back; without it with the next message. */
export const changeStatus = (account: number, id: number, status: ConversationStatus, until?: number) =>
  api.post<StatusAnswer>(at(account, id, 'toggle_status'), { status, ...(until ? { snoozed_until: until } : {}) })

export const changePriority = (account: number, id: number, priority: Priority | null) =>
  api.post(at(account, id, 'toggle_priority'), { priority })

/** 0 or null takes it from everybody. */
export const assignAgent = (account: number, id: number, agent: number | null) =>
  api.post<Agent | null>(at(account, id, 'assignments'), { assignee_id: agent ?? 0 })

export const assignTeam = (account: number, id: number, team: number | null) =>
  api.post(at(account, id, 'assignments'), { team_id: team ?? 0 })

export const replaceLabels = (account: number, id: number, labels: readonly string[]) =>
  api.post<{ payload: string[] }>(at(account, id, 'labels'), { labels })

export const markSeen = (account: number, id: number) => api.post<Conversation>(at(account, id, 'update_last_seen'))

export const markUnread = (account: number, id: number) => api.post<Conversation>(at(account, id, 'unread'))

export const mute = (account: number, id: number, muted: boolean) =>
  api.post(at(account, id, muted ? 'mute' : 'unmute'))

export const sendTranscript = (account: number, id: number, email: string) =>
  api.post(at(account, id, 'transcript'), { email })

export const tellTyping = (account: number, id: number, isTyping: boolean, isPrivate: boolean) =>
  api.post(at(account, id, 'toggle_typing_status'), { typing_status: isTyping ? 'on' : 'off', is_private: isPrivate })

export const replaceAttributes = (account: number, id: number, attributes: Record<string, unknown>) =>
  api.post<{ custom_attributes: Record<string, unknown> }>(at(account, id, 'custom_attributes'), {
    custom_attributes: attributes,
  })

export const removeConversation = (account: number, id: number) => api.delete(at(account, id))

export const listParticipants = (account: number, id: number) => api.get<Agent[]>(at(account, id, 'participants'))

export const replaceParticipants = (account: number, id: number, users: readonly number[]) =>
  api.put<Agent[]>(at(account, id, 'participants'), { user_ids: users })
