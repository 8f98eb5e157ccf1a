import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../../actor.ts'
import type { Core } from '../../core.ts'
import { emit } from '../../events/emit.ts'
import type { ChannelDraft } from '../../kernel/payloads.ts'
import type { Scope } from '../../kernel/scope.ts'
import { subjectOf } from '../../processes/create-processes.ts'
import { invalidateCache } from '../account/cache-keys.ts'
import { changeAvatar } from '../avatar.ts'
import { assignInbox, inboxName } from './assign-inbox.ts'
import { Channel } from './channel.entity.ts'
import { sealSecrets } from './channel-secrets.ts'
import { claimIdentity } from './claim-identity.ts'
import { connectChannel, findChannelType } from './connect-channel.ts'
import { Inbox } from './inbox.entity.ts'
import type { InboxInput } from './inbox.schema.ts'
import { usualHours } from './working-hours.ts'

/** Connects a channel and makes an inbox of it. Opens its own transaction, after the channel's plugin has agreed. */
export async function createInbox(core: Core, scope: Scope, input: InboxInput): Promise<Inbox> {
  const { accountId, em, actor } = scope
  const name = inboxName(input.name)
  const { type: wireName, ...entered } = input.channel ?? {}
  const { type } = await findChannelType(core, accountId, wireName)
  const draft = { accountId, inboxName: name, input: entered, identity: '', settings: {}, secrets: {} }
  const connected = await connectChannel(core, type, draft, scope)

  return em.transactional(async (em) => {
    const inbox = await storeInbox(core, em, { accountId, name, type, channel: connected, actor })
    assignInbox(inbox, input)
    await em.flush()
    await changeAvatar(core, em, inbox, { upload: input.avatar, accountId })
    return inbox
  })
}

export interface InboxToStore {
  accountId: number
  name: string
  type: string
  /** As its plugin completed it. */
  channel: Pick<ChannelDraft, 'input' | 'identity' | 'settings' | 'secrets'>
  actor: Actor
}

/** Keeps a channel that its plugin has agreed to as an inbox; where durable processes take care of it, they begin with it. */
export async function storeInbox(
  core: Core,
  em: EntityManager,
  { accountId, name, type, channel: given, actor }: InboxToStore,
): Promise<Inbox> {
  await claimIdentity(em, type, given)
  const channel = em.create(Channel, {
    accountId,
    type,
    identity: given.identity,
    settings: given.settings,
    secrets: sealSecrets(core.cipher, given.secrets),
  })
  await em.flush()
  const inbox = em.create(Inbox, {
    accountId,
    channelId: channel.id,
    channelType: type,
    name,
    workingHours: usualHours(),
  })
  await em.flush()
  if (core.processes.runFor(type)) await core.processes.start(em, subjectOf(core, inbox), 'created')
  await tell(core, em, inbox, 'inbox.created', actor)
  return inbox
}

/** Writes what happened to an inbox into the event log and tells dashboards that their list is old. */
export async function tell(
  core: Core,
  em: EntityManager,
  { accountId, id, channelType }: Pick<Inbox, 'accountId' | 'id' | 'channelType'>,
  name: 'inbox.created' | 'inbox.updated' | 'inbox.deleted',
  actor: Actor,
): Promise<void> {
  const payload = { inboxId: id, channelType }
  await emit(em, { accountId, name, subjectType: 'inbox', subjectId: id, payload, actor })
  await invalidateCache(core, em, accountId, 'inbox')
}
