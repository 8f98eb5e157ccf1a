import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query as run } from '../../database/query.ts'
import { type ContactRow, contactJson, presentContactEvent } from '../contact/contact.presenter.ts'
import { presentUserEvent, type UserRow, userJson } from '../conversation/agent.presenter.ts'
import type { ConversationColumns } from '../conversation/conversation.rows.ts'
import { usersAround } from '../surroundings.ts'
import { iso } from '../wire-time.ts'
import { type MessageRow, messageJson, peopleOf, presentMessage } from './message.presenter.ts'

/** Which part of a thread: cursors are message ids. */
export interface Window {
  before?: number | undefined
  after?: number | undefined
}

const page = (condition: string, order: string, limit: number) => `
  with page as materialized (
    select m.id from messages m where m.account_id = $1 and m.conversation_id = $2${condition} order by m.id ${order} limit ${limit})
  select ${messageJson('m', '$3::bigint')} as row from page join messages m on m.account_id = $1 and m.id = page.id order by m.id`

const statements = {
  latest: { name: 'messages-latest', text: page('', 'desc', 20) },
  before: { name: 'messages-before', text: page(' and m.id < $4', 'desc', 20) },
  after: { name: 'messages-after', text: page(' and m.id > $4', 'asc', 100) },
  between: { name: 'messages-between', text: page(' and m.id >= $4 and m.id < $5', 'asc', 1000) },
}

function statementFor({ before, after }: Window) {
  if (before !== undefined && after !== undefined) return { ...statements.between, cursors: [after, before] }
  if (after !== undefined) return { ...statements.after, cursors: [after] }
  return before === undefined ? { ...statements.latest, cursors: [] } : { ...statements.before, cursors: [before] }
}

/** A part of a thread in ascending order, with what its head shows of the conversation. */
export async function listMessages(core: Core, em: EntityManager, conversation: ConversationColumns, window: Window) {
  const { account_id: accountId, id, display_id } = conversation
  const { name, text, cursors } = statementFor(window)
  const [{ rows }, head] = await Promise.all([
    core.pool.query<{ row: MessageRow }>({ name, text, values: [accountId, id, display_id, ...cursors] }),
    loadHead(em, conversation),
  ])
  const messages = rows.map(({ row }) => row)
  const around = await usersAround(core, accountId, [...peopleOf(messages), head.assignee?.id])
  return {
    meta: {
      labels: conversation.labels,
      additional_attributes: conversation.additional_attributes,
      contact: presentContactEvent(head.contact, around),
      ...(head.assignee ? { assignee: presentUserEvent(head.assignee, around) } : {}),
      agent_last_seen_at: iso(conversation.agent_last_seen_at),
      assignee_last_seen_at: iso(conversation.assignee_last_seen_at),
    },
    payload: messages.map((row) => presentMessage(row, around)),
  }
}

async function loadHead(em: EntityManager, { account_id, contact_id, assignee_id }: ConversationColumns) {
  const [head] = await run<{ contact: ContactRow; assignee: UserRow | null }>(
    em,
    `select ${contactJson('k')} as contact, (select ${userJson('u')} from users u where u.id = $3) as assignee
     from contacts k where k.account_id = $1 and k.id = $2`,
    [account_id, contact_id, assignee_id],
  )
  return head as { contact: ContactRow; assignee: UserRow | null }
}
