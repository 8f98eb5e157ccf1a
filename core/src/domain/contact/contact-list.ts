import { query } from '../../database/query.ts'
import { unprocessable } from '../../errors.ts'
import type { AccountRequest } from '../../http/route.ts'
import { labelTitles } from '../conversation/label-conversation.ts'
import { pageOf } from '../conversation/list-query.ts'
import { type Bindings, createBindings } from '../filter/bindings.ts'
import { compileFilter } from '../filter/compile-filter.ts'
import type { ContactRow } from './contact.presenter.ts'
import { contactColumn, presentContacts } from './load-contacts.ts'

const contactsPerPage = 15

/** A contact whom somebody could reach or recognise; lists show no others. */
const resolved = '(c.email is not null or c.phone_number is not null or c.identifier is not null)'

const sorts: Record<string, string> = {
  // Names that are only a number come after those of people.
  name: `(c.name = '' or c.name ~ '^\\+?\\d'), lower(c.name)`,
  email: 'c.email',
  phone_number: 'c.phone_number',
  company: `nullif(c.additional_attributes ->> 'company_name', '')`,
  city: `nullif(c.additional_attributes ->> 'city', '')`,
  country: `nullif(c.additional_attributes ->> 'country', '')`,
  last_activity_at: 'c.last_activity_at',
  created_at: 'c.created_at',
}

function orderOf(sort: unknown): string {
  const [, minus, name] = /^(-?)([a-z_]+)$/.exec(typeof sort === 'string' ? sort : '') ?? []
  const column = name !== undefined && Object.hasOwn(sorts, name) ? sorts[name] : undefined
  return column === undefined ? 'c.id' : `${column} ${minus ? 'desc' : 'asc'} nulls last, c.id`
}

/** Conditions on row `c`; `$1` is the account. */
export interface ContactSelection {
  conditions: string[]
  bindings: Bindings
}

/** Contacts of the account that a list may show, with the labels that the address asks for. */
export function selectContacts({ account, query: address }: AccountRequest): ContactSelection {
  const bindings = createBindings(account.id)
  const labels = labelTitles(address.labels)
  const tagged = labels.length > 0 ? [`c.labels && ${bindings.bind(labels)}::text[]`] : []
  return { conditions: ['c.account_id = $1', resolved, ...tagged], bindings }
}

/** Narrows a selection to those whose name, e-mail, phone, company or identifier holds the words. */
export function addSearch({ conditions, bindings }: ContactSelection, q: unknown): void {
  if (typeof q !== 'string' || q.trim() === '') throw unprocessable('Specify search string with parameter q')
  const pattern = bindings.bind(`%${q.trim().replace(/[\\%_]/g, '\\$&')}%`)
  conditions.push(`(c.name ilike ${pattern} or c.email ilike ${pattern} or c.phone_number ilike ${pattern}
    or c.identifier like ${pattern} or c.additional_attributes ->> 'company_name' ilike ${pattern})`)
}

/** Narrows a selection by the conditions of a filter. */
export async function addFilter(
  { em, account }: AccountRequest,
  { conditions, bindings }: ContactSelection,
  payload: unknown,
) {
  const wanted = await compileFilter(em, { accountId: account.id, model: 'contact', payload }, bindings)
  if (wanted !== undefined) conditions.push(`(${wanted})`)
}

/** One page of a selection in the envelope of every contact list. */
export async function listContacts(request: AccountRequest, { conditions, bindings }: ContactSelection) {
  const { core, em, account, body, query: address } = request
  const page = pageOf({ page: String(address.page ?? body.page ?? '') })
  const order = orderOf(address.sort ?? body.sort)
  const where = conditions.join(' and ')
  const column = contactColumn(address.include_contact_inboxes !== 'false')
  const rows = await query<{ row: ContactRow }>(
    em,
    `with page as materialized (
       select c.id from contacts c where ${where} order by ${order} limit ${contactsPerPage} offset ${(page - 1) * contactsPerPage})
     select ${column} as row from page join contacts c on c.account_id = $1 and c.id = page.id order by ${order}`,
    bindings.values,
  )
  const [total] = await query<{ count: number }>(
    em,
    `select count(*)::int as count from contacts c where ${where}`,
    bindings.values,
  )
  const payload = await presentContacts(
    core,
    account.id,
    rows.map(({ row }) => row),
  )
  return { meta: { count: total?.count ?? 0, current_page: page }, payload }
}
