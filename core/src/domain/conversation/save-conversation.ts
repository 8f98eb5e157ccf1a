import { query } from '../../database/query.ts'
import { type DomainEvent, emit } from '../../events/emit.ts'
import type { Work } from '../work.ts'
import { conversationStatuses, priorities } from './conversation.names.ts'
import type { ConversationColumns } from './conversation.rows.ts'

/** Columns that a command may set, and how each is written. */
const casts = {
  status: 'smallint',
  priority: 'smallint',
  assignee_id: 'bigint',
  team_id: 'bigint',
  snoozed_until: 'timestamptz',
  waiting_since: 'timestamptz',
  agent_last_seen_at: 'timestamptz',
  assignee_last_seen_at: 'timestamptz',
  custom_attributes: 'jsonb',
  additional_attributes: 'jsonb',
  labels: 'text[]',
} as const

type Settable = keyof typeof casts
export type ConversationChanges = Partial<Pick<ConversationColumns, Settable>>

// A change of these is told as conversation.updated; the others are nobody's business.
const announced = new Set<Settable>([
  'status',
  'priority',
  'assignee_id',
  'team_id',
  'snoozed_until',
  'custom_attributes',
  'labels',
])

/** A fact of the conversation, without what all of them carry. */
export interface ConversationFactDraft {
  name: string
  payload: Record<string, unknown>
}

/**
 * Writes what really changes, then its facts: the given ones, then conversation.updated with the change set. Answers the
 * conversation as it is now. Nothing changes: nothing is written, nothing told.
 */
export async function saveConversation(
  work: Work,
  conversation: ConversationColumns,
  wanted: ConversationChanges,
  facts: readonly ConversationFactDraft[] = [],
): Promise<ConversationColumns> {
  const changed = (Object.keys(wanted) as Settable[]).filter((key) => !same(conversation[key], wanted[key]))
  if (changed.length === 0) return conversation
  const places = changed.map((key, index) => `${key} = $${index + 3}::${casts[key]}`)
  const told = changed.some((key) => announced.has(key))
  const [row] = await query<{ conversation: ConversationColumns }>(
    work.em,
    `update conversations set ${places.join(', ')}${told ? ', updated_at = clock_timestamp()' : ''}
     where account_id = $1 and id = $2 returning to_json(conversations) as conversation`,
    [work.accountId, conversation.id, ...changed.map((key) => stored(key, wanted[key]))],
  )
  const updated = told
    ? [{ name: 'conversation.updated', payload: { changes: changeSet(conversation, wanted, changed) } }]
    : []
  await emit(work.em, ...[...facts, ...updated].map((fact) => conversationEvent(work, conversation, fact)))
  return row?.conversation ?? conversation
}

/** A fact as the log keeps it. */
export const conversationEvent = (
  { accountId, actor }: Pick<Work, 'accountId' | 'actor'>,
  { id, inbox_id }: Pick<ConversationColumns, 'id' | 'inbox_id'>,
  { name, payload }: ConversationFactDraft,
): DomainEvent => ({
  accountId,
  name,
  subjectType: 'conversation',
  subjectId: id,
  payload: { conversationId: id, inboxId: inbox_id, ...payload },
  actor,
  queueKey: `conversation:${id}`,
})

const stored = (key: Settable, value: unknown): unknown => (casts[key] === 'jsonb' ? JSON.stringify(value) : value)

const isTime = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)

function same(from: unknown, to: unknown): boolean {
  if (isTime(from) && isTime(to)) return Date.parse(from) === Date.parse(to)
  return JSON.stringify(from) === JSON.stringify(to)
}

function changeSet(from: ConversationColumns, to: ConversationChanges, changed: readonly Settable[]) {
  const entries = changed
    .filter((key) => announced.has(key))
    .map((key) => [key === 'labels' ? 'label_list' : key, [onWire(key, from[key]), onWire(key, to[key])]])
  return Object.fromEntries(entries)
}

function onWire(key: Settable, value: unknown): unknown {
  if (key === 'status') return conversationStatuses[Number(value)]
  if (key === 'priority') return value === null ? null : priorities[Number(value)]
  return value
}
