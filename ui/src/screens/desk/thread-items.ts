import { isActivity, isIncoming, type Message } from '../../data/message.ts'
import { sameDay } from '../../shell/time.ts'

/** What stands in a thread, in order. */
export type ThreadItem =
  | { kind: 'day'; key: string; time: number }
  | { kind: 'unread'; key: string; time: number }
  | { kind: 'message'; key: string; message: Message; isFirst: boolean; isLast: boolean }

const together = 60

/** Puts days, the line above what is new, and groups of one sender between the messages. */
export function threadItems(messages: readonly Message[], seenAt: number | undefined): ThreadItem[] {
  const items: ThreadItem[] = []
  const unread = firstUnread(messages, seenAt)
  let before: Message | undefined
  messages.forEach((message, index) => {
    if (!before || !sameDay(before.created_at, message.created_at))
      items.push({
        kind: 'day',
        key: `day ${new Date(message.created_at * 1000).toDateString()}`,
        time: message.created_at,
      })
    if (message === unread) items.push({ kind: 'unread', key: 'unread', time: seenAt ?? message.created_at })
    const next = messages[index + 1]
    items.push({
      kind: 'message',
      key: message.echo_id ?? String(message.id),
      message,
      isFirst: message === unread || !isGrouped(before, message),
      isLast: next === unread || !next || !isGrouped(message, next),
    })
    before = message
  })
  return items
}

function firstUnread(messages: readonly Message[], seenAt: number | undefined): Message | undefined {
  if (!seenAt) return undefined
  const index = messages.findIndex((message) => isIncoming(message) && message.created_at > seenAt)
  return index < 0 ? undefined : messages[index]
}

/** Consecutive words of one person within a minute stand together. */
function isGrouped(before: Message | undefined, message: Message): boolean {
  return (
    before !== undefined &&
    !isActivity(before) &&
    !isActivity(message) &&
    before.message_type === message.message_type &&
    before.private === message.private &&
    before.sender?.id === message.sender?.id &&
    before.sender?.type === message.sender?.type &&
    before.status !== 'failed' &&
    message.created_at - before.created_at < together &&
    sameDay(before.created_at, message.created_at)
  )
}
