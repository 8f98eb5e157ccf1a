import { type MessageStatus, messageStatuses } from './message.names.ts'

/** How far a provider got with a message. Reports come late and in any order. */
const progress: Record<MessageStatus, number> = { sent: 0, failed: 1, delivered: 2, read: 3 }

/** Whether a provider's report moves a message forward: never back, and a failure only while nothing arrived. */
export const advances = (from: MessageStatus, to: MessageStatus): boolean => progress[to] > progress[from]

/** The same rule on stored numbers, as SQL. */
export const advancesSql = (from: string, to: string): string => {
  const rank = (number: string) =>
    `case ${number} ${messageStatuses.map((name, index) => `when ${index} then ${progress[name]}`).join(' ')} end`
  return `(${rank(to)} > ${rank(from)})`
}

/** Whether a client of an API inbox may set a status: any, but what was read stays read. */
export const mayBecome = (from: MessageStatus, to: MessageStatus): boolean => !(from === 'read' && to === 'delivered')
