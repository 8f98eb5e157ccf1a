import { writeActivity } from '../message/write-activity.ts'
import type { Work } from '../work.ts'
import type { ConversationColumns } from './conversation.rows.ts'
import { saveConversation } from './save-conversation.ts'

const maxLabels = 200
const maxLength = 255

/** Titles as they are kept: trimmed, in lower case, each once. */
export const labelTitles = (titles: unknown): string[] => {
  const list = Array.isArray(titles) ? titles : titles === undefined || titles === null ? [] : [titles]
  const texts = list.filter((title) => typeof title === 'string' || typeof title === 'number')
  const clean = texts
    .map((title) => String(title).trim().toLowerCase().slice(0, maxLength))
    .filter((title) => title !== '')
  return [...new Set(clean)].slice(0, maxLabels)
}

/** Replaces the labels of a conversation. */
export async function labelConversation(
  work: Work,
  conversation: ConversationColumns,
  titles: readonly string[],
): Promise<ConversationColumns> {
  const added = titles.filter((title) => !conversation.labels.includes(title))
  const removed = conversation.labels.filter((title) => !titles.includes(title))
  if (added.length + removed.length === 0) return conversation
  const saved = await saveConversation(work, conversation, { labels: [...titles] }, [
    { name: 'conversation.labelsChanged', payload: { from: conversation.labels, to: titles } },
  ])
  await writeActivity(work, saved, { kind: 'labels', added, removed })
  return saved
}
