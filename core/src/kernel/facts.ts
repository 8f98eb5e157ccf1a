/** What facts carry: ids and the change set, never whole records. Handlers load the rest through `scope.em`. */

/** A domain fact as taps receive it. */
export interface Fact<Payload = Record<string, unknown>> {
  /** Id in the event log: handlers are idempotent on it. */
  id: number
  accountId: number
  name: string
  subjectId: number
  payload: Payload
  /** ISO 8601. */
  occurredAt: string
}

/** `{field: [before, after]}` in the contract's snake_case. */
export type Changes = Record<string, [unknown, unknown]>

export interface AccountFact {
  accountId: number
  changes?: Changes
}

export interface InboxFact {
  inboxId: number
  channelType: string
  changes?: Changes
}

/** A channel went live: its onboarding is done. */
export interface ChannelOnboardedFact {
  inboxId: number
  channelType: string
}

/** What the monitor of a live channel found changed. */
export interface ChannelHealthFact extends ChannelOnboardedFact {
  changes: { field: string; from: unknown; to: unknown }[]
}

export interface ContactFact {
  contactId: number
  changes?: Changes
}

export interface ContactMergedFact extends ContactFact {
  /** The contact that stays. */
  mergedInto: number
}

export interface ConversationFact {
  conversationId: number
  inboxId: number
  changes?: Changes
}

export interface StatusChangedFact extends ConversationFact {
  from: string
  to: string
  reason?: string
}

export interface LabelsChangedFact extends ConversationFact {
  from: string[]
  to: string[]
}

export interface PriorityChangedFact extends ConversationFact {
  from: string | null
  to: string | null
}

export interface ContactChangedFact extends ConversationFact {
  from: number
  to: number
}

export interface MentionFact extends ConversationFact {
  messageId: number
  userIds: number[]
}

/** Assignee or team before and after, as ids. */
export interface AssignmentFact extends ConversationFact {
  from: number | null
  to: number | null
}

export interface MessageFact {
  messageId: number
  conversationId: number
  inboxId: number
  changes?: Changes
}

export interface ReplyFact extends MessageFact {
  /** How long the contact waited for it. */
  waitedSeconds: number | null
}

export interface SettingsFact {
  pluginId: string
  keys: string[]
}
