import type { EntityManager } from '@mikro-orm/postgresql'
import { type Actor, systemActor } from '../actor.ts'
import type { Core } from '../core.ts'
import { query } from '../database/query.ts'
import { inboxName } from '../domain/inbox/assign-inbox.ts'
import { openSecrets, sealSecrets } from '../domain/inbox/channel-secrets.ts'
import { claimIdentity } from '../domain/inbox/claim-identity.ts'
import { findChannelType } from '../domain/inbox/connect-channel.ts'
import { storeInbox, tell } from '../domain/inbox/create-inbox.ts'
import type { ChannelChanges, PluginChannels } from './context.ts'
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
    update: (inboxId, changes, news) =>
      core.orm.em.fork().transactional(async (em) => {
        const stored = await lock(em, inboxId, types)
        if (!stored) return
        await changeChannel(core, em, stored, changes)
        if (news && core.processes.runFor(stored.type)) {
          const subject = { accountId: stored.accountId, inboxId, pluginId: id, channelType: stored.type }
          await core.processes.tell(em, subject, news, news)
        }
      }),
    async connect({ accountId, name, type, identity, settings, secrets, userId }) {
      await findChannelType(core, accountId, own(type))
      const actor = await actorOf(core, accountId, userId)
      const channel = { input: { [type]: identity }, identity, settings, secrets }
      const inbox = await core.orm.em
        .fork()
        .transactional((em) => storeInbox(core, em, { accountId, name: inboxName(name), type, channel, actor }))
      core.dispatcher.wake()
      return inbox.id
    },
  }
}

async function actorOf({ pool }: Core, accountId: number, userId: number | undefined): Promise<Actor> {
  if (userId === undefined) return systemActor
  const { rows } = await pool.query<{ name: string }>(
    'select u.name from users u join account_users m on m.user_id = u.id where m.account_id = $1 and u.id = $2',
    [accountId, userId],
  )
  return rows[0] ? { kind: 'user', id: userId, name: rows[0].name } : systemActor
}

interface StoredChannel extends ChannelRow {
  name: string
}

const lock = async (em: EntityManager, inboxId: number, types: readonly string[]): Promise<StoredChannel | undefined> =>
  (
    await query<StoredChannel>(
      em,
      `select ${columns}, i.name from channels c join inboxes i on i.account_id = c.account_id and i.channel_id = c.id
       where i.id = $1 and c.type = any($2) for update of c`,
      [inboxId, types],
    )
  )[0]

const withoutEmpty = (secrets: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets).filter(([, secret]) => secret !== ''))

async function changeChannel(
  core: Core,
  em: EntityManager,
  stored: StoredChannel,
  { settings = {}, secrets, identity = stored.identity, name = stored.name }: ChannelChanges,
): Promise<void> {
  const { accountId, inboxId, channelId, type } = stored
  if (identity !== stored.identity) await claimIdentity(em, type, { input: {}, identity }, channelId)
  const sealed = secrets
    ? sealSecrets(core.cipher, withoutEmpty({ ...openSecrets(core.cipher, stored), ...secrets }))
    : stored.secrets
  await query(
    em,
    `update channels set settings = settings || $3::jsonb, secrets = $4, identity = $5, updated_at = now()
     where account_id = $1 and id = $2`,
    [accountId, channelId, JSON.stringify(settings), sealed, identity],
  )
  if (name === stored.name && identity === stored.identity) return
  await query(em, 'update inboxes set name = $3, updated_at = now() where account_id = $1 and id = $2', [
    accountId,
    inboxId,
    inboxName(name),
  ])
  await tell(core, em, { accountId, id: inboxId, channelType: type }, 'inbox.updated', systemActor)
}
