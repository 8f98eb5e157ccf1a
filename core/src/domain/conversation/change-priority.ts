import { writeActivity } from '../message/write-activity.ts'
import type { Work } from '../work.ts'
import { type Priority, priorities } from './conversation.names.ts'
import type { ConversationColumns } from './conversation.rows.ts'
import { saveConversation } from './save-conversation.ts'

/** Sets or clears the priority. */
export async function changePriority(
  work: Work,
  conversation: ConversationColumns,
  to: Priority | null,
): Promise<ConversationColumns> {
  const from = conversation.priority === null ? null : (priorities[conversation.priority] ?? null)
  if (from === to) return conversation
  const saved = await saveConversation(work, conversation, { priority: to === null ? null : priorities.indexOf(to) }, [
    { name: 'conversation.priorityChanged', payload: { from, to } },
  ])
  await writeActivity(work, saved, { kind: 'priority', from, to })
  return saved
}
