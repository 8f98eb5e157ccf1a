import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'

/** What processes are found by in the Temporal UI. Never a name, an address or a number of a person: these are not encrypted. */
export const keys = {
  accountId: defineSearchAttributeKey('CbAccountId', SearchAttributeType.INT),
  inboxId: defineSearchAttributeKey('CbInboxId', SearchAttributeType.INT),
  plugin: defineSearchAttributeKey('CbPlugin', SearchAttributeType.KEYWORD),
  phase: defineSearchAttributeKey('CbPhase', SearchAttributeType.KEYWORD),
  stuck: defineSearchAttributeKey('CbStuck', SearchAttributeType.BOOL),
  since: defineSearchAttributeKey('CbPhaseSince', SearchAttributeType.DATETIME),
}

/** Those that stay as they are for a process's whole life. */
export const fixedAttributes = ({ accountId, inboxId, pluginId }: FixedAttributes) => [
  { key: keys.accountId, value: accountId },
  { key: keys.inboxId, value: inboxId },
  { key: keys.plugin, value: pluginId },
]

interface FixedAttributes {
  accountId: number
  inboxId: number
  pluginId: string
}
