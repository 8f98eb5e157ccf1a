import { query } from '../../database/query.ts'
import type { AccountRequest } from '../../http/route.ts'
import { type ContactRow, contactJson, presentContactEvent } from '../contact/contact.presenter.ts'
import { type AttachmentRow, attachmentJson, presentFile } from '../message/attachment.presenter.ts'
import { fileTypes } from '../message/message.names.ts'
import { surroundingsOf } from '../surroundings.ts'
import { seconds } from '../wire-time.ts'
import { presentUserEvent, type UserRow, userJson } from './agent.presenter.ts'
import type { ConversationColumns } from './conversation.rows.ts'

const attachmentsPerPage = 100

interface Row {
  attachment: AttachmentRow
  sent_at: string
  user: UserRow | null
  contact: ContactRow | null
  total: number
}

/** Everything that was attached in a conversation, newest first. */
export async function listAttachments(
  { core, em, account }: AccountRequest,
  { id }: ConversationColumns,
  page: number,
) {
  const rows = await query<Row>(
    em,
    `select ${attachmentJson('a')} as attachment, to_json(m.created_at) as sent_at, count(*) over ()::int as total,
       case when m.sender_type = 'User' then (select ${userJson('u')} from users u where u.id = m.sender_id) end as user,
       case when m.sender_type = 'Contact' then (select ${contactJson('k')} from contacts k where k.account_id = $1 and k.id = m.sender_id) end as contact
     from attachments a join messages m on m.account_id = $1 and m.id = a.message_id
     where a.account_id = $1 and m.conversation_id = $2 order by a.id desc limit ${attachmentsPerPage} offset $3`,
    [account.id, id, (page - 1) * attachmentsPerPage],
  )
  const around = await surroundingsOf(
    core,
    account.id,
    rows.map(({ user }) => user?.id),
  )
  return {
    meta: { total_count: rows[0]?.total ?? 0 },
    payload: rows.map(({ attachment, sent_at, user, contact }) => ({
      message_id: attachment.message_id,
      ...presentFile(attachment, core.files),
      file_type: fileTypes[attachment.file_type] ?? 'file',
      created_at: seconds(sent_at),
      ...(user ? { sender: presentUserEvent(user, around) } : {}),
      ...(contact ? { sender: presentContactEvent(contact, around) } : {}),
    })),
  }
}
