import { query } from '../database/query.ts'
import { notFound } from '../errors.ts'
import { type AccountRequest, accountRoutes } from '../http/route.ts'
import { rowId } from '../http/row-id.ts'
import { deliveryStates } from './failed-deliveries.ts'
import { pageOf } from './page.ts'

const stateNames = ['waiting', 'dead', 'delivered', 'skipped']

/** Facts that a plugin did not take: those it is told again, and those given up. */
export const deliveryRoutes = accountRoutes([
  { method: 'GET', path: '/deliveries', administrator: true, handle: list },
  { method: 'POST', path: '/deliveries/:event_id/:plugin_id/retry', administrator: true, handle: retry },
  { method: 'POST', path: '/deliveries/:event_id/:plugin_id/skip', administrator: true, handle: skip },
])

interface Row {
  event_id: number
  plugin_id: string
  hook: string
  attempts: number
  next_at: Date
  last_error: string | null
  state: number
  payload: Record<string, unknown> | null
  occurred_at: Date | null
}

const columns = `d.event_id, d.plugin_id, d.hook, d.attempts, d.next_at, d.last_error, d.state, e.payload, e.occurred_at
  from deliveries d left join events e on e.account_id = d.account_id and e.id = d.event_id`

async function list({ em, account, query: asked }: AccountRequest) {
  const { before, limit } = pageOf(asked)
  const rows = await query<Row>(
    em,
    `select ${columns} where d.account_id = $1 and d.state in (${deliveryStates.waiting}, ${deliveryStates.dead})
       and ($2::bigint is null or d.event_id < $2) and ($3::text is null or d.plugin_id = $3)
     order by d.event_id desc, d.plugin_id limit $4`,
    [account.id, before, typeof asked.plugin_id === 'string' ? asked.plugin_id : null, limit + 1],
  )
  const next = rows.length > limit ? (rows[limit - 1]?.event_id ?? null) : null
  return { payload: rows.slice(0, limit).map(present), meta: { next } }
}

function retry(request: AccountRequest) {
  return change(request, `state = ${deliveryStates.waiting}, attempts = 0, next_at = now()`)
}

function skip(request: AccountRequest) {
  return change(request, `state = ${deliveryStates.skipped}`)
}

async function change({ em, account, params }: AccountRequest, assignment: string) {
  const keys = [account.id, rowId(params.event_id), params.plugin_id]
  const where = 'd.account_id = $1 and d.event_id = $2 and d.plugin_id = $3'
  await query(
    em,
    `update deliveries d set ${assignment}, updated_at = now()
     where ${where} and d.state in (${deliveryStates.waiting}, ${deliveryStates.dead})`,
    keys,
  )
  const [row] = await query<Row>(em, `select ${columns} where ${where}`, keys)
  if (!row) throw notFound()
  return present(row)
}

const present = ({ state, hook, next_at, occurred_at, ...row }: Row) => ({
  ...row,
  name: hook,
  state: stateNames[state],
  next_at: next_at.toISOString(),
  occurred_at: occurred_at?.toISOString() ?? null,
})
