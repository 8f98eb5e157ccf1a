import type { Query } from './api.ts'
import type { Conversation, ConversationStatus, Priority } from './conversation.ts'

export type AssigneeTab = 'me' | 'unassigned' | 'all'
export const assigneeTabs: readonly AssigneeTab[] = ['me', 'unassigned', 'all']

export const orders = [
  'last_activity_at_desc',
  'last_activity_at_asc',
  'created_at_desc',
  'created_at_asc',
  'priority_desc',
  'priority_asc',
  'waiting_since_asc',
  'waiting_since_desc',
] as const
export type Order = (typeof orders)[number]

export const statuses = ['open', 'pending', 'snoozed', 'resolved', 'all'] as const
export type StatusFilter = ConversationStatus | 'all'

/** Which conversations a list shows, and in which order. */
export interface ConversationFilter {
  tab: AssigneeTab
  status: StatusFilter
  order: Order
  inbox?: number
  team?: number
  label?: string
  kind?: 'mention' | 'participating' | 'unattended'
}

export const queryOf = (filter: ConversationFilter): Query => ({
  status: filter.status,
  assignee_type: filter.tab,
  sort_by: filter.order,
  inbox_id: filter.inbox,
  team_id: filter.team,
  labels: filter.label === undefined ? undefined : [filter.label],
  conversation_type: filter.kind,
})

/**
 * Whether a conversation that just changed belongs to the list. `undefined`: only the server knows,
 * as for mentions, so what is listed stays and nothing is added.
 */
export function belongs(filter: ConversationFilter, conversation: Conversation, userId: number): boolean | undefined {
  const fits =
    fitsTab(filter, conversation, userId) &&
    (filter.status === 'all' || conversation.status === filter.status) &&
    (filter.inbox === undefined || conversation.inbox_id === filter.inbox) &&
    (filter.team === undefined || conversation.meta.team?.id === filter.team) &&
    (filter.label === undefined || conversation.labels.includes(filter.label))
  if (!fits) return false
  return filter.kind === undefined ? true : undefined
}

function fitsTab({ tab }: ConversationFilter, { meta }: Conversation, userId: number): boolean {
  if (tab === 'me') return meta.assignee?.id === userId
  return tab === 'all' || !meta.assignee
}

const weights: Record<Priority, number> = { low: 1, medium: 2, high: 3, urgent: 4 }
const weightOf = ({ priority }: Conversation): number => (priority ? weights[priority] : 0)

/** Sorts as the server does: what has no value comes last in either direction. */
export function compare(order: Order): (one: Conversation, other: Conversation) => number {
  const [, field = '', direction = 'desc'] = /^(.*)_(asc|desc)$/.exec(order) ?? []
  const sign = direction === 'asc' ? 1 : -1
  const rank = (conversation: Conversation): number =>
    field === 'priority' ? weightOf(conversation) : Number(conversation[field as keyof Conversation] ?? 0)
  return (one, other) => {
    const [first, second] = [rank(one), rank(other)]
    if (first !== second && (first === 0 || second === 0)) return first === 0 ? 1 : -1
    return sign * (first - second) || other.last_activity_at - one.last_activity_at || other.id - one.id
  }
}
