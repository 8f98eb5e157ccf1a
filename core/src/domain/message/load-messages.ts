import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { prepared } from '../../database/query.ts'
import { notFound } from '../../errors.ts'
import { unreadCount } from '../conversation/conversation.rows.ts'
import { usersAround } from '../surroundings.ts'
import {
  type MessageRow,
  messageJson,
  peopleOf,
  presentMessage,
  presentMessageEvent,
  type ThreadRow,
} from './message.presenter.ts'

type Presenting = Pick<Core, 'pool' | 'files' | 'realtime'>

const eventsByIds = {
  name: 'message-events',
  text: `
    select ${messageJson('m', 'c.display_id')} as row, json_build_object('assignee_id', c.assignee_id,
      'unread_count', ${unreadCount('c')}, 'last_activity_at', c.last_activity_at, 'source_id', ci.source_id) as thread
    from messages m join conversations c on c.account_id = $1 and c.id = m.conversation_id
    left join contact_inboxes ci on ci.account_id = $1 and ci.id = c.contact_inbox_id
    where m.account_id = $1 and m.id = any($2::bigint[])`,
}

/** SELECT of messages `m` in conversation `c` of account `$1`, to be followed by conditions. */
export const selectMessages = `select ${messageJson('m', 'c.display_id')} as row from messages m
  join conversations c on c.account_id = $1 and c.id = m.conversation_id where m.account_id = $1`

const messageById = { name: 'message-by-id', text: `${selectMessages} and m.id = $2` }

/** Frames of messages for realtime, by id, in one statement. Ids that are gone are left out. */
export async function loadMessageEvents(core: Presenting, accountId: number, messageIds: readonly number[]) {
  const { rows } = await core.pool.query<{ row: MessageRow; thread: ThreadRow }>({
    ...eventsByIds,
    values: [accountId, messageIds],
  })
  const around = await usersAround(core, accountId, peopleOf(rows.map(({ row }) => row)))
  return new Map(rows.map(({ row, thread }) => [row.message.id, presentMessageEvent(row, thread, around)]))
}

/** A message as it is in the caller's transaction. */
export async function readMessageRow(em: EntityManager, accountId: number, messageId: number): Promise<MessageRow> {
  const [found] = await prepared<{ row: MessageRow }>(em, messageById, [accountId, messageId])
  if (!found) throw notFound()
  return found.row
}

/** {Message} of a row. Asks who is online: not inside a transaction. */
export async function presentMessageRow(core: Presenting, row: MessageRow, echoId?: string) {
  return presentMessage(row, await usersAround(core, row.message.account_id, peopleOf([row])), echoId)
}
