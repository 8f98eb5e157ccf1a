import { query } from '../../database/query.ts'
import { notFound } from '../../errors.ts'
import type { AccountRequest } from '../../http/route.ts'
import { requireInbox } from '../conversation/conversation.policy.ts'
import { iso } from '../wire-time.ts'
import { workOf } from '../work.ts'
import { findOrCreateContactInbox } from './contact-inbox.ts'
import { fetchAvatarLater, readContactInput } from './contact-input.ts'
import type { ContactColumns } from './find-contact.ts'
import { loadContact } from './load-contacts.ts'
import { createContact } from './save-contact.ts'

/** `POST contacts`: a new contact, known to an inbox at once where the request names one. */
export async function createWithInbox(request: AccountRequest) {
  const { account, body } = request
  const contact = await createContact(workOf(request), await readContactInput(request))
  await fetchAvatarLater(request, contact.id)
  const known = body.inbox_id ? await makeKnown(request, contact, body.inbox_id as number) : undefined
  return async () => ({
    payload: {
      contact: await loadContact(request.core, request.em, { accountId: account.id, contactId: contact.id }),
      contact_inbox: { inbox: known?.inbox ?? null, source_id: known?.sourceId ?? null },
    },
  })
}

async function makeKnown(request: AccountRequest, contact: ContactColumns, inboxId: number) {
  const [row] = await query<{ inbox: InboxColumns }>(
    request.em,
    'select to_json(i) as inbox from inboxes i where i.account_id = $1 and i.id = $2 and i.deleting_at is null',
    [request.account.id, inboxId],
  )
  if (!row) throw notFound()
  await requireInbox(request, inboxId)
  const sourceId = (request.body.source_id as string | null | undefined) || undefined
  const known = await findOrCreateContactInbox(workOf(request), { contact, inbox: row.inbox, sourceId })
  return { inbox: presentColumns(row.inbox), sourceId: known.source_id }
}

interface InboxColumns extends Record<string, unknown> {
  id: number
  channel_type: string
  created_at: string
  updated_at: string
}

// The plain row, as this one answer has it: without what only our storage knows.
function presentColumns({ working_hours: _, avatar_blob_id: __, deleting_at: ___, ...columns }: InboxColumns) {
  return { ...columns, created_at: iso(columns.created_at), updated_at: iso(columns.updated_at) }
}
