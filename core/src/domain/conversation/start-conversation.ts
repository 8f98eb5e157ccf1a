import { query } from '../../database/query.ts'
import { invalidRecord, notFound } from '../../errors.ts'
import type { AccountRequest } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import { type ContactInboxRecord, findOrCreateContactInbox } from '../contact/contact-inbox.ts'
import { type Work, workOf } from '../work.ts'
import { checkedBag } from './attribute-bag.ts'
import { conversationStatuses } from './conversation.names.ts'
import { requireInbox } from './conversation.policy.ts'
import type { ConversationColumns } from './conversation.rows.ts'
import { createConversation, lastConversation } from './create-conversation.ts'

/** The contact and inbox that a new conversation is between. */
interface Ends extends ContactInboxRecord {
  blocked: boolean
  lock_to_single_conversation: boolean
}

/** `POST conversations`: a conversation with a contact by inbox and contact, or by the id of an existing contact inbox. */
export async function startConversation(request: AccountRequest): Promise<ConversationColumns> {
  const { body } = request
  const work = workOf(request)
  const ends = await findEnds(request, work)
  const last = ends.lock_to_single_conversation ? await lastConversation(work, ends.id) : undefined
  if (last) return last
  return createConversation(work, {
    inboxId: ends.inbox_id,
    contactId: ends.contact_id,
    contactInboxId: ends.id,
    blocked: ends.blocked,
    status: conversationStatuses.find((name) => name === body.status),
    snoozedUntil: momentOf(body.snoozed_until),
    assigneeId: body.assignee_id as number | undefined,
    teamId: body.team_id as number | undefined,
    additionalAttributes: checkedBag('additional_attributes', body.additional_attributes),
    customAttributes: checkedBag('custom_attributes', body.custom_attributes),
  })
}

async function findEnds(request: AccountRequest, work: Work): Promise<Ends> {
  const { inbox_id, contact_id, source_id } = request.body
  const record =
    inbox_id && contact_id
      ? await build(request, work)
      : await bySourceId(request, (source_id as string | undefined) ?? '')
  const [rest] = await query<Pick<Ends, 'blocked' | 'lock_to_single_conversation'>>(
    request.em,
    `select k.blocked, i.lock_to_single_conversation from contacts k, inboxes i
     where k.account_id = $1 and k.id = $2 and i.account_id = $1 and i.id = $3`,
    [work.accountId, record.contact_id, record.inbox_id],
  )
  if (!rest) throw notFound()
  return { ...record, ...rest }
}

async function build(request: AccountRequest, work: Work): Promise<ContactInboxRecord> {
  const { body, em } = request
  const inboxId = rowId(body.inbox_id)
  const [row] = await query<{
    inbox: { id: number; channel_type: string }
    contact: { id: number; email: string | null; phone_number: string | null }
  }>(
    em,
    `select json_build_object('id', i.id, 'channel_type', i.channel_type) as inbox,
       json_build_object('id', k.id, 'email', k.email, 'phone_number', k.phone_number) as contact
     from inboxes i, contacts k where i.account_id = $1 and i.id = $2 and i.deleting_at is null and k.account_id = $1 and k.id = $3`,
    [work.accountId, inboxId, rowId(body.contact_id)],
  )
  if (!row) throw notFound()
  await requireInbox(request, inboxId)
  return findOrCreateContactInbox(work, {
    ...row,
    sourceId: (body.source_id as string | null) || undefined,
    hmacVerified: body.hmac_verified === true,
  })
}

async function bySourceId(request: AccountRequest, sourceId: string): Promise<ContactInboxRecord> {
  const inboxId = request.body.inbox_id ? rowId(request.body.inbox_id) : null
  const rows = await query<ContactInboxRecord>(
    request.em,
    `select id, contact_id, inbox_id, source_id from contact_inboxes
     where account_id = $1 and source_id = $2 and ($3::bigint is null or inbox_id = $3) order by id limit 1`,
    [request.account.id, sourceId, inboxId],
  )
  if (!rows[0]) throw notFound()
  await requireInbox(request, rows[0].inbox_id)
  return rows[0]
}

const latest = Date.UTC(9999, 0, 1) / 1000

/** Unix seconds or ISO 8601 as ISO 8601; null where there is none. */
export function momentOf(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  const seconds = typeof value === 'number' || /^\d{1,12}$/.test(String(value)) ? Number(value) : undefined
  const time = seconds === undefined ? Date.parse(String(value)) : seconds * 1000
  if (!Number.isFinite(time) || time < 0 || time > latest * 1000)
    throw invalidRecord({ snoozed_until: 'Snoozed until is not a time' })
  return new Date(time).toISOString()
}
