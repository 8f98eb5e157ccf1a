import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { notFound } from '../../errors.ts'
import { type Surroundings, surroundingsOf } from '../surroundings.ts'
import { presentConversation, presentConversationEvent } from './conversation.presenter.ts'
import { type ConversationRow, conversationColumns, usersOf } from './conversation.rows.ts'
import { replyWindows } from './reply-windows.ts'

export type Presenting = Pick<Core, 'pool' | 'files' | 'realtime' | 'kernel' | 'orm'>

const byIds = (shape: 'rest' | 'event') => `
  select ${conversationColumns(shape)} from conversations c join inboxes i on i.account_id = $1 and i.id = c.inbox_id
  where c.account_id = $1 and c.id = any($3::bigint[])`
const eventsByIds = { name: 'conversation-events', text: byIds('event') }
const restByIds = byIds('rest')

/** Frames of conversations for realtime, by row id, in one statement. Ids that are gone are left out. */
export async function loadConversationEvents(core: Presenting, accountId: number, conversationIds: readonly number[]) {
  const { rows } = await core.pool.query<ConversationRow>({ ...eventsByIds, values: [accountId, 0, conversationIds] })
  const around = await lookAround(core, accountId, rows)
  return new Map(rows.map((row) => [row.conversation.id, presentConversationEvent(row, around)]))
}

/** {Conversation} as the user sees it, read in the caller's transaction. */
export async function loadConversation(
  core: Presenting,
  em: EntityManager,
  { accountId, userId, conversationId }: { accountId: number; userId: number; conversationId: number },
) {
  const rows = await query<ConversationRow>(em, restByIds, [accountId, userId, [conversationId]])
  const [presented] = await presentConversations(core, accountId, rows)
  if (!presented) throw notFound()
  return presented
}

/** {Conversation} of each row, in one pass. */
export async function presentConversations(core: Presenting, accountId: number, rows: readonly ConversationRow[]) {
  const around = await lookAround(core, accountId, rows)
  return rows.map((row) => presentConversation(row, around))
}

async function lookAround(
  core: Presenting,
  accountId: number,
  rows: readonly ConversationRow[],
): Promise<Surroundings> {
  const inboxes = rows.map((row) => ({ inbox_id: row.conversation.inbox_id, channel_type: row.channel_type }))
  const windows = await replyWindows(core, accountId, inboxes)
  return surroundingsOf(core, accountId, usersOf(rows), windows)
}
