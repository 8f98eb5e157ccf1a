import type { Core } from '../../core.ts'
import type { CallScope } from '../../kernel/scope.ts'
import { subjectOf } from '../../processes/create-processes.ts'
import { invalidateCache } from '../account/cache-keys.ts'
import { purgeInbox } from './inbox.jobs.ts'
import type { InboxView } from './inbox-view.ts'

/**
 * Takes an inbox away at once, for people and for its provider, and leaves its conversations to a job. Identity and
 * secrets go now, so that the same number can be connected again. Its plugin signs off at the provider first, outside of
 * the transaction; what runs for the inbox ends with it.
 */
export async function deleteInbox(core: Core, scope: CallScope, { inbox, channel }: InboxView): Promise<void> {
  const { accountId, id, channelType } = inbox
  const { actor } = scope
  await core.kernel.run((hooks) => hooks['inbox.disconnect'].for(channelType).promise({ inboxId: id }, scope))
  await scope.em.transactional(async (em) => {
    inbox.deletingAt = new Date()
    channel.identity = `deleted ${channel.id} ${channel.identity}`
    channel.secrets = null
    await em.flush()
    if (core.processes.runFor(channelType))
      await core.processes.cancel(em, subjectOf(core, inbox), actor.kind === 'user' ? actor.id : undefined)
    await core.jobs.enqueue(em, purgeInbox, { accountId, inboxId: id, channelType, actor }, { maxAttempts: 20 })
    await invalidateCache(core, em, accountId, 'inbox')
  })
}
