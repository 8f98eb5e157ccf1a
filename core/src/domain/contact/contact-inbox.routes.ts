import { query } from '../../database/query.ts'
import { notFound } from '../../errors.ts'
import { type AccountRequest, accountRoutes, Reply } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import { requireInbox } from '../conversation/conversation.policy.ts'
import { workOf } from '../work.ts'
import { type InboxSlimRow, inboxSlimJson, presentContactInbox } from './contact.presenter.ts'
import { contactInboxInput, mergeInput } from './contact.schema.ts'
import { findOrCreateContactInbox } from './contact-inbox.ts'
import { contactableInboxes } from './contactable-inboxes.ts'
import { findContact } from './find-contact.ts'
import { loadContact } from './load-contacts.ts'
import { mergeContacts } from './merge-contacts.ts'

/** Under which ids inboxes know a contact, and making one contact of two. */
export const contactInboxRoutes = accountRoutes([
  { method: 'GET', path: '/contacts/:contact_id/contactable_inboxes', handle: contactable },
  { method: 'POST', path: '/contacts/:contact_id/contact_inboxes', body: contactInboxInput, handle: create },
  { method: 'POST', path: '/contact_inboxes/filter', transaction: false, handle: find },
  { method: 'POST', path: '/actions/contact_merge', body: mergeInput, handle: merge },
])

async function contactable(request: AccountRequest) {
  return { payload: await contactableInboxes(request, await findContact(request)) }
}

async function create(request: AccountRequest) {
  const { core, em, account, body } = request
  const contact = await findContact(request, { lock: true })
  const [row] = await query<{ inbox: InboxSlimRow }>(
    em,
    `select ${inboxSlimJson('i', 'h')} as inbox from inboxes i join channels h on h.account_id = $1 and h.id = i.channel_id
     where i.account_id = $1 and i.id = $2 and i.deleting_at is null`,
    [account.id, rowId(body.inbox_id)],
  )
  if (!row) throw notFound()
  await requireInbox(request, row.inbox.id)
  const { source_id } = await findOrCreateContactInbox(workOf(request), {
    contact,
    inbox: row.inbox,
    sourceId: (body.source_id as string | null | undefined) || undefined,
    hmacVerified: body.hmac_verified === true,
  })
  return presentContactInbox({ source_id, inbox: row.inbox }, core)
}

async function find({ core, em, account, body }: AccountRequest) {
  const inboxId = /^\d{1,15}$/.test(String(body.inbox_id)) ? Number(body.inbox_id) : 0
  const [known] = await query<{ contact_id: number }>(
    em,
    'select contact_id from contact_inboxes where account_id = $1 and inbox_id = $2 and source_id = $3',
    [account.id, inboxId, String(body.source_id ?? '')],
  )
  return known ? loadContact(core, em, { accountId: account.id, contactId: known.contact_id }) : new Reply(404)
}

async function merge(request: AccountRequest) {
  const { account, body } = request
  const baseId = rowId(body.base_contact_id)
  await mergeContacts(workOf(request), baseId, rowId(body.mergee_contact_id))
  return () => loadContact(request.core, request.em, { accountId: account.id, contactId: baseId })
}
