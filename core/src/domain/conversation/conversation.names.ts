/** Numbers as stored, names as on the wire: the place in the list is the number. */
export const conversationStatuses = ['open', 'resolved', 'pending', 'snoozed'] as const
export type ConversationStatus = (typeof conversationStatuses)[number]

export const priorities = ['low', 'medium', 'high', 'urgent'] as const
export type Priority = (typeof priorities)[number]
