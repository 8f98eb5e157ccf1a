import { unprocessable } from '../../errors.ts'
import { type AccountRequest, accountRoutes } from '../../http/route.ts'
import { compileFilter } from '../filter/compile-filter.ts'
import { readCounts, readPage, type Selection, selectVisible } from './conversation-list.ts'
import { pageOf, readListQuery } from './list-query.ts'
import { presentConversations } from './load-conversations.ts'
import { searchConversations } from './search-conversations.ts'

/** Many conversations at once. Reading changes nothing, so a filter needs no transaction though it is posted. */
export const conversationListRoutes = accountRoutes([
  { method: 'GET', path: '/conversations', handle: index },
  { method: 'GET', path: '/conversations/meta', handle: meta },
  { method: 'GET', path: '/conversations/search', handle: search },
  { method: 'POST', path: '/conversations/filter', transaction: false, handle: filter },
])

async function index(request: AccountRequest) {
  const { all, assignee, sort, page } = readListQuery(request)
  const shown: Selection = { ...all, where: `${all.where}${assignee}` }
  const [counts, payload] = await Promise.all([
    readCounts(request.core, all),
    readPage(request.core, shown, { sort, page }).then((rows) => present(request, rows)),
  ])
  return { data: { meta: counts, payload } }
}

async function meta(request: AccountRequest) {
  return { meta: await readCounts(request.core, readListQuery(request).all) }
}

async function search(request: AccountRequest) {
  const { q } = request.query
  if (typeof q !== 'string' || q.trim() === '') throw unprocessable('Specify search string with parameter q')
  const { all, page = 1 } = readListQuery(request)
  const [{ assigned_count: _, ...counts }, payload] = await Promise.all([
    readCounts(request.core, all),
    searchConversations(request.core, all, { q, page }),
  ])
  return { meta: counts, payload }
}

async function filter(request: AccountRequest) {
  const { core, em, account, body, query } = request
  const { conditions, bindings } = selectVisible(request)
  const wanted = await compileFilter(
    em,
    { accountId: account.id, model: 'conversation', payload: body.payload },
    bindings,
  )
  const where = [...conditions, ...(wanted === undefined ? [] : [`(${wanted})`])].join(' and ')
  const page = pageOf({ page: String(query.page ?? body.page ?? '') })
  const [{ assigned_count: _, ...counts }, payload] = await Promise.all([
    readCounts(core, { where, bindings }),
    readPage(core, { where, bindings }, { page }).then((rows) => present(request, rows)),
  ])
  return { meta: counts, payload }
}

const present = ({ core, account }: AccountRequest, rows: Awaited<ReturnType<typeof readPage>>) =>
  presentConversations(core, account.id, rows)
