import { createHash } from 'node:crypto'
import type { Core } from '../../core.ts'
import type { AccountRequest } from '../../http/route.ts'
import { type Bindings, createBindings } from '../filter/bindings.ts'
import { visibleInbox } from './conversation.policy.ts'
import { type ConversationRow, conversationColumns } from './conversation.rows.ts'

export const pageSize = 25
/** Everything that is newer than a moment comes in one answer, up to here. */
const maxUnpaged = 1000

const newestFirst = 'c.last_activity_at desc, c.id desc'
const orders: Record<string, string> = {
  last_activity_at_desc: newestFirst,
  last_activity_at_asc: 'c.last_activity_at asc, c.id asc',
  created_at_desc: 'c.created_at desc, c.id desc',
  created_at_asc: 'c.created_at asc, c.id asc',
  priority_desc: `c.priority desc nulls last, ${newestFirst}`,
  priority_asc: `c.priority asc nulls last, ${newestFirst}`,
  waiting_since_desc: 'c.waiting_since desc nulls last, c.created_at asc, c.id asc',
  waiting_since_asc: 'c.waiting_since asc nulls last, c.created_at asc, c.id asc',
  latest: newestFirst,
  sort_on_created_at: 'c.created_at asc, c.id asc',
  sort_on_priority: `c.priority desc nulls last, ${newestFirst}`,
  sort_on_waiting_since: 'c.waiting_since asc nulls last, c.created_at asc, c.id asc',
}

/** What a list shows: conditions on row `c`, with `$1` the account and `$2` the user who looks. */
export interface Selection {
  where: string
  bindings: Bindings
}

/** A selection over what the caller may see. */
export function selectVisible(request: AccountRequest): { conditions: string[]; bindings: Bindings } {
  const bindings = createBindings(request.account.id, request.user.id)
  return { conditions: ['c.account_id = $1', visibleInbox(request, 'c.inbox_id')], bindings }
}

export interface Paging {
  sort?: string | undefined
  /** Undefined: all, up to a bound. */
  page: number | undefined
  perPage?: number
}

/** One page of conversations with everything that is shown of them, in one statement. */
export async function readPage(
  core: Pick<Core, 'pool'>,
  { where, bindings }: Selection,
  { sort, page, perPage = pageSize }: Paging,
) {
  const order = orders[sort ?? ''] ?? newestFirst
  const limit = page === undefined ? `limit ${maxUnpaged}` : `limit ${perPage} offset ${(page - 1) * perPage}`
  const text = `
    with page as materialized (select c.id from conversations c where ${where} order by ${order} ${limit})
    select ${conversationColumns('rest')} from page join conversations c on c.account_id = $1 and c.id = page.id
    join inboxes i on i.account_id = $1 and i.id = c.inbox_id where $2::bigint is not null order by ${order}`
  const { rows } = await core.pool.query<ConversationRow>({ name: nameOf(text), text, values: [...bindings.values] })
  return rows
}

export interface Counts {
  mine_count: number
  assigned_count: number
  unassigned_count: number
  all_count: number
}

/** How many conversations a selection has, and whose they are. */
export async function readCounts(core: Pick<Core, 'pool'>, { where, bindings }: Selection): Promise<Counts> {
  const text = `
    select count(*) filter (where c.assignee_id = $2)::int as mine_count, count(c.assignee_id)::int as assigned_count,
      (count(*) - count(c.assignee_id))::int as unassigned_count, count(*)::int as all_count
    from conversations c where ${where}`
  const { rows } = await core.pool.query<Counts>({ name: nameOf(text), text, values: [...bindings.values] })
  return rows[0] as Counts
}

// One prepared statement for each combination of filters: the values are bound, the text is not a client's.
const nameOf = (text: string) => createHash('sha1').update(text).digest('base64url')
