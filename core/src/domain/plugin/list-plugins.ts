import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../database/query.ts'
import { deliveryStates } from '../../events/failed-deliveries.ts'
import type { AccountRequest } from '../../http/route.ts'
import { presentPlugin } from './plugin.presenter.ts'

interface Counts {
  plugin_id: string
  dead: number
  failed: number
  held: number
}

/** All plugins with their state and figures for the account, by name. */
export async function listPlugins({ core, em, account }: AccountRequest) {
  const { kernel } = core
  const [counts, inboxes] = await Promise.all([countTroubles(em, account.id), countInboxes(em, account.id)])
  const nothing = { dead: 0, failed: 0, held: 0 }
  const presented = kernel.plugins().map(async (plugin) => {
    const { dead, failed, held } = counts.get(plugin.id) ?? nothing
    return presentPlugin(plugin, {
      accountId: account.id,
      enabled: await kernel.enabled(account.id, plugin.id),
      channels: kernel.channelTypes().filter(({ pluginId }) => pluginId === plugin.id),
      inboxes,
      taps: kernel.metrics.hooksOf(plugin.id),
      hasSettings: kernel.manifest(plugin.id)?.settings !== undefined,
      deadDeliveries: dead,
      failedInbound: failed,
      heldInbound: held,
    })
  })
  return (await Promise.all(presented)).sort((a, b) => a.name.localeCompare(b.name))
}

async function countTroubles(em: EntityManager, accountId: number): Promise<Map<string, Counts>> {
  const rows = await query<Counts>(
    em,
    `select plugin_id, sum(dead)::int as dead, sum(failed)::int as failed, sum(held)::int as held from (
       select plugin_id, 1 as dead, 0 as failed, 0 as held from deliveries
         where account_id = $1 and state = ${deliveryStates.dead}
       union all
       select plugin_id, 0, (state = 2)::int, (state = 3)::int from inbound_events
         where account_id = $1 and state in (2, 3)
     ) troubles group by plugin_id`,
    [accountId],
  )
  return new Map(rows.map((row) => [row.plugin_id, row]))
}

async function countInboxes(em: EntityManager, accountId: number): Promise<Map<string, number>> {
  const rows = await query<{ channel_type: string; inboxes: number }>(
    em,
    `select channel_type, count(*)::int as inboxes from inboxes
     where account_id = $1 and deleting_at is null group by channel_type`,
    [accountId],
  )
  return new Map(rows.map(({ channel_type, inboxes }) => [channel_type, inboxes]))
}
