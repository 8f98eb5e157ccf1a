import { word } from '../json.ts'
import { isSignup } from './observe.ts'
import type { ProcessParts } from './parts.ts'

/**
 * Signs off at the provider when an inbox is deleted: only what sign-up subscribed, and never while another inbox lives by
 * the same business account.
 */
export async function disconnect(inboxId: number, { channels, graph, log, type }: ProcessParts): Promise<void> {
  const channel = await channels.get(inboxId)
  const businessAccountId = word(channel?.settings.business_account_id)
  const token = channel?.secrets.api_key
  if (!channel || !isSignup(channel) || !businessAccountId || !token) return
  const users = await channels.findBySetting(type, 'business_account_id', businessAccountId)
  if (users.some((other) => other.inboxId !== inboxId)) return
  await graph
    .delete({ token }, `${businessAccountId}/subscribed_apps`)
    .catch(() => log.warn('the subscription could not be taken back', { inboxId }))
}
