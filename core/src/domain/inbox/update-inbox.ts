import type { Core } from '../../core.ts'
import type { ChannelDraft } from '../../kernel/payloads.ts'
import type { Scope } from '../../kernel/scope.ts'
import { changeAvatar } from '../avatar.ts'
import { assignInbox, inboxName } from './assign-inbox.ts'
import { openSecrets, sealSecrets } from './channel-secrets.ts'
import { claimIdentity } from './claim-identity.ts'
import { connectChannel, findChannelType } from './connect-channel.ts'
import { tell } from './create-inbox.ts'
import type { InboxInput } from './inbox.schema.ts'
import type { InboxView } from './inbox-view.ts'

/** Changes what the input names. Values of the channel go through its plugin, merged into what is stored by it. */
export async function updateInbox(
  core: Core,
  scope: Scope,
  { inbox, channel }: InboxView,
  input: InboxInput,
): Promise<void> {
  const { accountId, em, actor } = scope
  const connected = hasKeys(input.channel) ? await reconnect(core, scope, { inbox, channel }, input) : undefined

  await em.transactional(async (em) => {
    if (connected) {
      await claimIdentity(em, channel.type, connected, channel.id)
      channel.identity = connected.identity
      channel.settings = connected.settings
      channel.secrets = sealSecrets(core.cipher, connected.secrets)
    }
    assignInbox(inbox, input)
    await em.flush()
    await changeAvatar(core, em, inbox, { upload: input.avatar, accountId })
    await tell(core, em, inbox, 'inbox.updated', actor)
  })
}

const hasKeys = (channel: InboxInput['channel']) => Object.keys(channel ?? {}).some((key) => key !== 'type')

async function reconnect(
  core: Core,
  scope: Scope,
  { inbox, channel }: Pick<InboxView, 'inbox' | 'channel'>,
  input: InboxInput,
): Promise<ChannelDraft> {
  await findChannelType(core, scope.accountId, channel.type)
  const { type: _, ...entered } = input.channel ?? {}
  const draft = {
    accountId: scope.accountId,
    inboxId: inbox.id,
    inboxName: input.name === undefined ? inbox.name : inboxName(input.name),
    input: entered,
    identity: channel.identity,
    settings: { ...channel.settings },
    secrets: openSecrets(core.cipher, channel),
  }
  return connectChannel(core, channel.type, draft, scope)
}
