import type { Actor } from '../../actor.ts'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import type { Work } from '../work.ts'
import { assignConversation } from './assign-conversation.ts'
import { changeStatus } from './change-status.ts'
import type { ConversationStatus } from './conversation.names.ts'
import type { ConversationColumns } from './conversation.rows.ts'
import { labelConversation } from './label-conversation.ts'

export interface ManyChanges {
  accountId: number
  actor: Actor
  /** Undefined for administrators, who may change every conversation. */
  memberId?: number
  displayIds: number[]
  status?: ConversationStatus
  snoozedUntil?: string | null
  /** Absent: stays; null: is taken away. */
  assigneeId?: number | null
  teamId?: number | null
  add: string[]
  remove: string[]
}

/** Changes conversations one after another, each in a transaction of its own, as the user who asked. */
export async function changeMany(core: Core, changes: ManyChanges): Promise<void> {
  for (const displayId of changes.displayIds) {
    await core.orm.em.fork().transactional(async (em) => {
      const work = { core, em, accountId: changes.accountId, actor: changes.actor, requestId: '' }
      const conversation = await lock(work, displayId, changes.memberId)
      if (conversation) await changeOne(work, conversation, changes)
    })
    core.dispatcher.wake()
  }
}

// Labels, then status, then people: the order in which clients expect the lines of the thread.
async function changeOne(work: Work, conversation: ConversationColumns, changes: ManyChanges): Promise<void> {
  const kept = conversation.labels.filter((title) => !changes.remove.includes(title))
  const labelled = await labelConversation(work, conversation, [...new Set([...kept, ...changes.add])])
  const { status, snoozedUntil = null, assigneeId, teamId } = changes
  const moved = status === undefined ? labelled : await changeStatus(work, labelled, { status, snoozedUntil })
  if (assigneeId !== undefined || teamId !== undefined)
    await assignConversation(work, moved, {
      ...(assigneeId === undefined ? {} : { assigneeId }),
      ...(teamId === undefined ? {} : { teamId }),
    })
}

async function lock({ em, accountId }: Work, displayId: number, memberId: number | undefined) {
  const [row] = await query<{ conversation: ConversationColumns }>(
    em,
    `select to_json(c) as conversation from conversations c where c.account_id = $1 and c.display_id = $2
     and ($3::bigint is null or c.inbox_id in (select im.inbox_id from inbox_members im where im.account_id = $1 and im.user_id = $3))
     for no key update of c`,
    [accountId, displayId, memberId ?? null],
  )
  return row?.conversation
}
