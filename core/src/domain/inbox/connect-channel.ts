import type { Core } from '../../core.ts'
import { invalidRecord, unprocessable } from '../../errors.ts'
import type { ChannelType } from '../../kernel/kernel.ts'
import type { ChannelDraft } from '../../kernel/payloads.ts'
import type { Scope } from '../../kernel/scope.ts'

/** The channel type that a request names, if a plugin brings it and is on for the account; else a 422. */
export async function findChannelType(core: Core, accountId: number, wireName: unknown): Promise<ChannelType> {
  const known = core.kernel.channelTypes().find(({ wire, type }) => wire === wireName || type === wireName)
  if (known && (await core.kernel.enabled(accountId, known.pluginId))) return known
  const name = typeof wireName === 'string' ? `"${wireName.slice(0, 100)}"` : 'without a type'
  throw invalidRecord({ channel: `Channel ${name} is not available: no plugin that is switched on brings it` })
}

/**
 * Lets the plugin of a channel check what was entered, with its provider where it can, and complete the draft. Runs
 * outside any transaction: providers take their time.
 */
export async function connectChannel(
  core: Core,
  type: string,
  draft: ChannelDraft,
  scope: Scope,
): Promise<ChannelDraft> {
  const checked = await core.kernel.run((hooks) => hooks['inbox.beforeCreate'].for(type).promise(draft, scope))
  if (!checked?.identity) throw unprocessable('The channel could not be set up', 'channel.noIdentity')
  return checked
}
