import { invalidRecord } from '../../errors.ts'
import type { AccountRequest } from '../../http/route.ts'
import { conversationStatuses } from './conversation.names.ts'
import { type Selection, selectVisible } from './conversation-list.ts'
import { labelTitles } from './label-conversation.ts'

type Query = Record<string, unknown>

/** What a list's address asks for. The counts leave `assignee` aside. */
export interface ListQuery {
  all: Selection
  assignee: string
  sort: string | undefined
  page: number | undefined
}

/** Reads the address of the conversation list: every filter is a condition, and nothing from the client is text of the statement. */
export function readListQuery(request: AccountRequest): ListQuery {
  const { query } = request
  const { conditions, bindings } = selectVisible(request)
  const { bind } = bindings
  const search = wordOf(query, 'q')
  if (search === undefined) addStatus(conditions, query)
  else conditions.push(writtenIn(bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`)))
  const participating = query.conversation_type === 'participating'
  addType(conditions, query)
  if (!participating) addId(conditions, bind, 'c.inbox_id', query.inbox_id)
  addId(conditions, bind, 'c.team_id', query.team_id)
  const labels = labelTitles(query.labels)
  if (labels.length > 0) conditions.push(`c.labels && ${bind(labels)}::text[]`)
  const source = wordOf(query, 'source_id')
  if (source !== undefined) conditions.push(knownAs(bind(source)))
  const within = numberOf(query, 'updated_within')
  if (within !== undefined) conditions.push(`c.updated_at > now() - make_interval(secs => ${bind(within)})`)
  return {
    all: { where: conditions.join(' and '), bindings },
    assignee: assigneeCondition(query.assignee_type),
    sort: wordOf(query, 'sort_by'),
    page: within === undefined ? pageOf(query) : undefined,
  }
}

/** 1 unless the address says otherwise. */
export const pageOf = (query: Query): number => Math.max(1, Math.min(numberOf(query, 'page') ?? 1, 1_000_000))

function addStatus(conditions: string[], { status }: Query): void {
  if (status === 'all') return
  const name = status === undefined || status === '' ? 'open' : status
  const number = (conversationStatuses as readonly unknown[]).indexOf(name)
  if (number < 0) throw invalidRecord({ status: 'Status is not included in the list' })
  conditions.push(`c.status = ${number}`)
}

const writtenIn = (
  pattern: string,
) => `exists (select from messages m where m.account_id = $1 and m.conversation_id = c.id
  and m.message_type in (0, 1) and m.content ilike ${pattern})`

const knownAs = (
  source: string,
) => `exists (select from contact_inboxes ci where ci.account_id = $1 and ci.id = c.contact_inbox_id
  and ci.source_id = ${source})`

// Mentions come with notifications; until then nobody is mentioned anywhere.
function addType(conditions: string[], { conversation_type }: Query): void {
  if (conversation_type === 'mention') conditions.push('false')
  if (conversation_type === 'unattended')
    conditions.push('(c.first_reply_created_at is null or c.waiting_since is not null)')
  if (conversation_type === 'participating')
    conditions.push(
      `exists (select from conversation_participants p where p.account_id = $1 and p.conversation_id = c.id and p.user_id = $2)`,
    )
}

// An id that is none matches nothing, as a row that is not there.
function addId(conditions: string[], bind: (value: unknown) => string, column: string, value: unknown): void {
  if (value === undefined || value === '') return
  conditions.push(/^\d{1,15}$/.test(String(value)) ? `${column} = ${bind(Number(value))}` : 'false')
}

function assigneeCondition(type: unknown): string {
  if (type === 'me') return ' and c.assignee_id = $2'
  if (type === 'unassigned') return ' and c.assignee_id is null'
  return type === 'assigned' ? ' and c.assignee_id is not null' : ''
}

function wordOf(query: Query, key: string): string | undefined {
  const value = query[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function numberOf(query: Query, key: string): number | undefined {
  const value = query[key]
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}
