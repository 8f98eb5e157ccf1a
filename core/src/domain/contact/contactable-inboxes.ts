import { query } from '../../database/query.ts'
import type { AccountRequest } from '../../http/route.ts'
import { visibleInbox } from '../conversation/conversation.policy.ts'
import { type InboxSlimRow, inboxSlimJson, presentInboxSlim } from './contact.presenter.ts'
import type { ContactColumns } from './find-contact.ts'
import { addressingOf } from './source-id.ts'

interface Row {
  inbox: InboxSlimRow
  /** The newest id that the inbox knows the contact by, and whether a conversation came of it. */
  known: { source_id: string; used: boolean } | null
}

/** Inboxes in which the caller may begin to write to the contact, with the id to write to. */
export async function contactableInboxes(
  { core, em, account, user, membership }: AccountRequest,
  contact: ContactColumns,
) {
  const rows = await query<Row>(
    em,
    `select ${inboxSlimJson('i', 'h')} as inbox, (
       select json_build_object('source_id', ci.source_id, 'used', exists (
         select from conversations c where c.account_id = $1 and c.contact_inbox_id = ci.id))
       from contact_inboxes ci where ci.account_id = $1 and ci.inbox_id = i.id and ci.contact_id = $3 order by ci.id desc limit 1) as known
     from inboxes i join channels h on h.account_id = $1 and h.id = i.channel_id
     where i.account_id = $1 and i.deleting_at is null and $2::bigint is not null and ${visibleInbox({ membership }, 'i.id')}
     order by i.id`,
    [account.id, user.id, contact.id],
  )
  return rows.flatMap(({ inbox, known }) => {
    const sourceId = reachable(inbox.channel_type, contact, known)
    return sourceId === undefined ? [] : [{ inbox: presentInboxSlim(inbox, core), source_id: sourceId }]
  })
}

function reachable(channelType: string, contact: ContactColumns, known: Row['known']): string | undefined {
  const { visitorsOnly, anyId, make } = addressingOf(channelType)
  if (visitorsOnly) return known && !known.used ? known.source_id : undefined
  return anyId && known ? known.source_id : make(contact)
}
