import type { ChannelRecord } from '@cordboard/plugin-sdk'
import { word } from '../json.ts'
import type { ProcessParts } from './parts.ts'
import { failureOf } from './problem.ts'
import { secretsOf } from './redact.ts'

/** Since when administrators know: a notice is told once a time that it begins. */
const since = ({ settings }: ChannelRecord): string | undefined => word(settings.webhook_trouble_since)

const keyOf = (inboxId: number, begun: string): string => `webhook/${inboxId}/${begun}`

/** The number goes on towards being live, but nothing will reach Cordboard until this is settled. */
export async function tellWebhookTrouble(
  channel: ChannelRecord,
  error: unknown,
  { channels, notices }: ProcessParts,
): Promise<void> {
  const { accountId, inboxId } = channel
  const begun = since(channel) ?? new Date().toISOString()
  if (!since(channel)) await channels.update(inboxId, { settings: { webhook_trouble_since: begun } })
  const { message, code } = failureOf(error, { doing: 'look', secrets: secretsOf(channel) }).problem
  const words = code === undefined ? message : `${code}: ${message}`
  await notices.raise(accountId, {
    key: keyOf(inboxId, begun),
    inboxId,
    severity: 'warning',
    title: 'WhatsApp cannot deliver messages to Cordboard',
    text: `WhatsApp could not reach Cordboard’s address (${words}). Check that it is public and has a good certificate; the next try follows within the hour.`,
    message: 'notice.webhook',
    values: { words },
  })
}

export async function endWebhookTrouble(channel: ChannelRecord, { channels, notices }: ProcessParts): Promise<void> {
  const begun = since(channel)
  if (!begun) return
  await notices.settle(channel.accountId, keyOf(channel.inboxId, begun))
  await channels.update(channel.inboxId, { settings: { webhook_trouble_since: null } })
}
