import { query } from '../database/query.ts'
import { notFound, unprocessable } from '../errors.ts'
import { type AccountRequest, accountRoutes } from '../http/route.ts'
import { rowId } from '../http/row-id.ts'
import { entryStates } from './journal-entry.ts'
import { pageOf } from './page.ts'
import { redacted } from './redacted.ts'

const shownBytes = 4_096
const stateNames = ['received', 'done', 'failed', 'held']
const skipped = 'Skipped by an administrator'

/** What providers sent and could not be stored, or waits for its channel: to be seen, tried again or let go. */
export const inboundEventRoutes = accountRoutes([
  { method: 'GET', path: '/inbound_events', administrator: true, handle: list },
  { method: 'GET', path: '/inbound_events/:id', administrator: true, handle: show },
  {
    method: 'POST',
    path: '/inbound_events/replay',
    administrator: true,
    transaction: false,
    body: {
      properties: {
        ids: { type: 'array', items: { type: 'integer', minimum: 0 }, maxItems: 1000 },
        inbox_id: { type: 'integer' },
        plugin_id: { type: 'string' },
      },
    },
    handle: replay,
  },
  { method: 'POST', path: '/inbound_events/:id/retry', administrator: true, transaction: false, handle: retry },
  { method: 'POST', path: '/inbound_events/:id/skip', administrator: true, handle: skip },
])

interface Row {
  id: number
  inbox_id: number
  plugin_id: string
  provider_id: string
  state: number
  attempts: number
  error: string | null
  bytes: number
  body: Buffer
  received_at: Date
  processed_at: Date | null
}

const columns = `id, inbox_id, plugin_id, provider_id, state, attempts, error, octet_length(body) as bytes,
  substring(body from 1 for ${shownBytes}) as body, received_at, processed_at`

async function list({ em, account, query: asked }: AccountRequest) {
  const { before, limit } = pageOf(asked)
  const state = asked.state === undefined ? [entryStates.failed, entryStates.held] : [stateOf(asked.state)]
  const rows = await query<Row>(
    em,
    `select ${columns} from inbound_events where account_id = $1 and state = any ($2::smallint[]) and ($3::bigint is null or id < $3)
       and ($4::text is null or plugin_id = $4) order by id desc limit $5`,
    [account.id, state, before, textOf(asked.plugin_id), limit + 1],
  )
  return {
    payload: rows.slice(0, limit).map(present),
    meta: { next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null },
  }
}

function stateOf(name: unknown): number {
  const state = stateNames.indexOf(String(name))
  if (state < 0) throw unprocessable(`State must be one of ${stateNames.join(', ')}`)
  return state
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

async function find({ em, account, params }: AccountRequest): Promise<Row> {
  const [row] = await query<Row>(em, `select ${columns} from inbound_events where account_id = $1 and id = $2`, [
    account.id,
    rowId(params.id),
  ])
  if (!row) throw notFound()
  return row
}

async function show(request: AccountRequest) {
  return present(await find(request))
}

async function retry(request: AccountRequest) {
  const { id } = await find(request)
  return { replayed: await request.core.journal.replay({ accountId: request.account.id, ids: [id] }) }
}

async function replay({ core, account, body }: AccountRequest) {
  const { ids, inbox_id, plugin_id } = body as { ids?: number[]; inbox_id?: number; plugin_id?: string }
  const filter = { accountId: account.id, ...(ids && { ids }), ...(inbox_id !== undefined && { inboxId: inbox_id }) }
  return { replayed: await core.journal.replay({ ...filter, ...(plugin_id !== undefined && { pluginId: plugin_id }) }) }
}

async function skip(request: AccountRequest) {
  const { em, account } = request
  const { id } = await find(request)
  await query(
    em,
    `update inbound_events set state = ${entryStates.done}, error = $3, processed_at = now()
     where account_id = $1 and id = $2 and state in (${entryStates.failed}, ${entryStates.held})`,
    [account.id, id, skipped],
  )
  return show(request)
}

const present = ({ state, body, received_at, processed_at, ...row }: Row) => ({
  ...row,
  state: stateNames[state],
  payload: redacted(body.toString('utf8')),
  truncated: row.bytes > shownBytes,
  received_at: received_at.toISOString(),
  processed_at: processed_at?.toISOString() ?? null,
})
