import type { Core } from '../core.ts'
import { query } from '../database/query.ts'
import { openSecrets, sealSecrets } from '../domain/inbox/channel-secrets.ts'
import type { PluginChannels } from './context.ts'
import { kernelError } from './errors.ts'
import type { Manifest } from './manifest.ts'
import type { ChannelRecord } from './payloads.ts'

interface ChannelRow extends Omit<ChannelRecord, 'secrets'> {
  secrets: Buffer | null
}

const columns = `c.account_id as "accountId", i.id as "inboxId", c.id as "channelId", c.type, c.identity, c.settings, c.secrets`
// Inboxes that are being deleted, and suspended accounts, are gone for providers already.
const living = `from channels c
  join inboxes i on i.account_id = c.account_id and i.channel_id = c.id
  join accounts a on a.id = c.account_id
  where i.deleting_at is null and a.status = 0`

/** The channels of the types that a plugin declares, in all accounts: a provider's call names no account. */
export function createPluginChannels(core: Core, { id, contributes }: Manifest): PluginChannels {
  const types = contributes.channels.map(({ type }) => type)
  const own = (type: string) => {
    if (types.includes(type)) return type
    throw kernelError('plugin.permission', `Plugin "${id}" asks for channels of ${type}, which it does not declare.`)
  }
  const read = async (name: string, condition: string, values: unknown[]): Promise<ChannelRecord[]> => {
    const text = `select ${columns} ${living} and ${condition} order by i.id`
    const { rows } = await core.pluginPool.query<ChannelRow>({ name: `plugin-channels-${name}`, text, values })
    return rows.map((row) => ({ ...row, secrets: openSecrets(core.cipher, row) }))
  }
  return {
    get: async (inboxId) => (await read('get', 'i.id = $1 and c.type = any($2)', [inboxId, types]))[0],
    find: (type, identity) => read('find', 'c.type = $1 and c.identity = $2', [own(type), identity]),
    findBySetting: (type, key, value) =>
      read('setting', 'c.type = $1 and c.settings ->> $2 = $3', [own(type), key, value]),
    all: (type) => read('all', 'c.type = $1', [own(type)]),
    async update(inboxId, { settings = {}, secrets }) {
      await core.orm.em.fork().transactional(async (em) => {
        const [channel] = await query<{ id: number; account_id: number; secrets: Buffer | null }>(
          em,
          `select c.id, c.account_id, c.secrets from channels c
           join inboxes i on i.account_id = c.account_id and i.channel_id = c.id
           where i.id = $1 and c.type = any($2) for update of c`,
          [inboxId, types],
        )
        if (!channel) return
        const sealed = secrets
          ? sealSecrets(core.cipher, { ...openSecrets(core.cipher, channel), ...secrets })
          : channel.secrets
        await query(
          em,
          `update channels set settings = settings || $3::jsonb, secrets = $4, updated_at = now()
           where account_id = $1 and id = $2`,
          [channel.account_id, channel.id, JSON.stringify(settings), sealed],
        )
      })
    },
  }
}
