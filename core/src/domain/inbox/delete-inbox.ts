import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../../actor.ts'
import type { Core } from '../../core.ts'
import { invalidateCache } from '../account/cache-keys.ts'
import { purgeInbox } from './inbox.jobs.ts'
import type { InboxView } from './inbox-view.ts'

/**
 * Takes an inbox away at once, for people and for its provider, and leaves its conversations to a job. Identity and
 * secrets go now, so that the same number can be connected again.
 */
export async function deleteInbox(
  core: Core,
  em: EntityManager,
  { inbox, channel }: InboxView,
  actor: Actor,
): Promise<void> {
  inbox.deletingAt = new Date()
  channel.identity = `deleted ${channel.id} ${channel.identity}`
  channel.secrets = null
  await em.flush()
  const { accountId, id, channelType } = inbox
  await core.jobs.enqueue(em, purgeInbox, { accountId, inboxId: id, channelType, actor }, { maxAttempts: 20 })
  await invalidateCache(core, em, accountId, 'inbox')
}
