import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../../actor.ts'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { emit } from '../../events/emit.ts'
import { Blob } from '../../files/blob.entity.ts'

export const purgeInbox = 'inboxes.purge'
const batch = 200

/** Deletes what belonged to an inbox, conversation by conversation, then the inbox. May be interrupted anywhere. */
export function defineInboxJobs(core: Core): void {
  core.jobs.define(purgeInbox, async ({ accountId, inboxId, channelType, actor }, { signal }) => {
    const em = core.orm.em.fork()
    const inbox = { accountId: Number(accountId), inboxId: Number(inboxId), channelType: String(channelType) }
    while (await purgeConversations(core, em, inbox)) signal.throwIfAborted()
    await em.transactional((em) => purge(em, inbox, actor as Actor))
    core.dispatcher.wake()
  })
}

interface DeletedInbox {
  accountId: number
  inboxId: number
  channelType: string
}

/** Deletes a batch; false when none is left. Files go first: their rows say where the bytes are. */
async function purgeConversations(
  core: Core,
  em: EntityManager,
  { accountId, inboxId }: DeletedInbox,
): Promise<boolean> {
  const rows = await query<{ id: number }>(
    em,
    'select id from conversations where account_id = $1 and inbox_id = $2 order by id limit $3',
    [accountId, inboxId, batch],
  )
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return false
  const blobs = await query<{ id: number }>(
    em,
    `select a.blob_id id from attachments a join messages m on m.id = a.message_id and m.account_id = $1
     where a.account_id = $1 and a.blob_id is not null and m.conversation_id = any($2::bigint[])`,
    [accountId, ids],
  )
  const files = await em.fork().find(Blob, { accountId, id: { $in: blobs.map(({ id }) => id) } })
  for (const file of files) await core.files.delete(file)
  await query(em, 'delete from blobs where account_id = $1 and id = any($2::bigint[])', [
    accountId,
    files.map(({ id }) => id),
  ])
  await query(em, 'delete from conversations where account_id = $1 and id = any($2::bigint[])', [accountId, ids])
  return true
}

async function purge(
  em: EntityManager,
  { accountId, inboxId, channelType }: DeletedInbox,
  actor: Actor,
): Promise<void> {
  const [inbox] = await query<{ channel_id: number }>(
    em,
    'delete from inboxes where account_id = $1 and id = $2 returning channel_id',
    [accountId, inboxId],
  )
  if (!inbox) return
  await query(em, 'delete from channels where account_id = $1 and id = $2', [accountId, inbox.channel_id])
  const payload = { inboxId, channelType }
  await emit(em, { accountId, name: 'inbox.deleted', subjectType: 'inbox', subjectId: inboxId, payload, actor })
}
