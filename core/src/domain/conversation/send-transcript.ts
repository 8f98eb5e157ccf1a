import type { Core } from '../../core.ts'

interface Line {
  sender: string | null
  content: string | null
  created_at: Date
  files: string[]
}

/** Sends what both sides wrote, without notes and activity lines, to an address. */
export async function sendTranscript(
  core: Pick<Core, 'pool' | 'mail'>,
  { accountId, conversationId, email }: { accountId: number; conversationId: number; email: string },
): Promise<void> {
  const { rows: found } = await core.pool.query<{ display_id: number; inbox: string }>(
    `select c.display_id, i.name as inbox from conversations c join inboxes i on i.account_id = $1 and i.id = c.inbox_id
     where c.account_id = $1 and c.id = $2`,
    [accountId, conversationId],
  )
  if (!found[0]) return
  const { rows: lines } = await core.pool.query<Line>(
    `select m.content, m.created_at, case m.sender_type
        when 'User' then (select coalesce(nullif(u.display_name, ''), u.name) from users u where u.id = m.sender_id)
        when 'Contact' then (select k.name from contacts k where k.account_id = $1 and k.id = m.sender_id) end as sender,
      array(select b.filename from attachments a join blobs b on b.id = a.blob_id where a.account_id = $1 and a.message_id = m.id
        order by a.id) as files
     from messages m where m.account_id = $1 and m.conversation_id = $2 and m.message_type in (0, 1) and not m.private order by m.id`,
    [accountId, conversationId],
  )
  await core.mail.send({
    to: email,
    subject: `Conversation #${found[0].display_id} with ${found[0].inbox}`,
    text: lines.map(write).join('\n\n'),
  })
}

const write = ({ sender, content, created_at, files }: Line): string =>
  [`${sender ?? 'Automatic'}, ${created_at.toISOString()}`, content, ...files.map((name) => `[${name}]`)]
    .filter((line) => line)
    .join('\n')
