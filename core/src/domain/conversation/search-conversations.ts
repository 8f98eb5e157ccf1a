import type { Core } from '../../core.ts'
import { seconds } from '../wire-time.ts'
import { pageSize, type Selection } from './conversation-list.ts'

interface Found {
  id: number
  uuid: string
  account_id: number
  created_at: string
  contact: { id: number; name: string }
  inbox: { id: number; name: string; channel_type: string }
  messages: { id: number; content: string; message_type: number; created_at: string; sender_name: string | null }[]
}

/** Conversations in which the words were written, newest first, each with the messages that hold them. */
export async function searchConversations(
  core: Pick<Core, 'pool'>,
  { where, bindings }: Selection,
  { q, page }: { q: string; page: number },
) {
  const values = [...bindings.values, `%${q.replace(/[\\%_]/g, '\\$&')}%`]
  const { rows } = await core.pool.query<Found>({
    text: `select c.display_id as id, c.uuid, c.account_id, to_json(c.created_at) as created_at,
      (select json_build_object('id', k.id, 'name', k.name) from contacts k where k.account_id = $1 and k.id = c.contact_id) as contact,
      (select json_build_object('id', i.id, 'name', i.name, 'channel_type', i.channel_type) from inboxes i
        where i.account_id = $1 and i.id = c.inbox_id) as inbox,
      (select coalesce(json_agg(json_build_object('id', m.id, 'content', m.content, 'message_type', m.message_type,
          'created_at', m.created_at, 'sender_name', case m.sender_type
            when 'User' then (select u.name from users u where u.id = m.sender_id)
            when 'Contact' then (select k.name from contacts k where k.account_id = $1 and k.id = m.sender_id) end) order by m.id), '[]')
        from (select * from messages m where m.account_id = $1 and m.conversation_id = c.id and m.message_type in (0, 1)
          and m.content ilike $${values.length} order by m.id desc limit 20) m) as messages
    from conversations c where $2::bigint is not null and ${where} order by c.last_activity_at desc, c.id desc
    limit ${pageSize} offset ${(page - 1) * pageSize}`,
    values,
  })
  return rows.map(present)
}

const present = (found: Found) => ({
  ...found,
  created_at: seconds(found.created_at),
  messages: found.messages.map(({ sender_name, created_at, ...message }) => ({
    ...message,
    ...(sender_name === null ? {} : { sender_name }),
    created_at: seconds(created_at),
  })),
})
