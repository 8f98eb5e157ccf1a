import type { ChannelRecord, PluginChannels, PluginContext } from '@cordboard/plugin-sdk'
import { channelType, connectionOf } from './connection.ts'
import { isDead } from './errors.ts'
import type { Graph } from './graph.ts'
import { text } from './json.ts'
import { listTemplates } from './templates.ts'

const staleAfter = 3 * 3_600_000
const mostPerRun = 25

export interface TemplateSync {
  /** Reads one number's templates now. */
  sync(inboxId: number): Promise<void>
  /** Reads those that were not read for three hours, some at a time. */
  syncStale(): Promise<void>
}

interface Parts {
  channels: PluginChannels
  graph: Graph
  log: PluginContext['log']
  realtime: PluginContext['realtime']
}

export function createTemplateSync({ channels, graph, log, realtime }: Parts): TemplateSync {
  async function refresh(channel: ChannelRecord): Promise<void> {
    const { accountId, inboxId, settings } = channel
    const templates = await listTemplates(connectionOf(channel), graph).catch(async (error: unknown) => {
      if (isDead(error)) await askToReconnect(channel)
      throw error
    })
    // An account whose templates all vanished at once is more likely a hiccup than a decision.
    const kept = templates.length === 0 ? settings.message_templates : templates
    await channels.update(inboxId, {
      settings: { message_templates: kept ?? [], message_templates_last_updated: new Date().toISOString() },
    })
    await realtime.inboxChanged(accountId, inboxId)
  }

  async function askToReconnect({ accountId, inboxId }: ChannelRecord): Promise<void> {
    await channels.update(inboxId, { settings: { reauthorization_required: true } })
    await realtime.inboxChanged(accountId, inboxId)
  }

  return {
    async sync(inboxId) {
      const channel = await channels.get(inboxId)
      if (channel) await refresh(channel)
    },
    async syncStale() {
      const stale = (await channels.all(channelType)).filter(isStale).slice(0, mostPerRun)
      for (const channel of stale)
        await refresh(channel).catch((error: unknown) =>
          log.warn('templates could not be read', { inboxId: channel.inboxId, reason: reasonOf(error) }),
        )
    },
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown')

function isStale({ settings }: ChannelRecord): boolean {
  if (settings.reauthorization_required === true) return false
  const last = Date.parse(text(settings.message_templates_last_updated) ?? '')
  return !(last > Date.now() - staleAfter)
}
