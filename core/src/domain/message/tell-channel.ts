import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import type { JobInfo } from '../../jobs/jobs.ts'

/** What a contact may be shown of an agent: that they have read, that they are writing. */
export type Sign = 'read' | 'typing'

const signs = {
  read: { hook: 'outbound.markRead', seenOnly: true },
  typing: { hook: 'outbound.typing', seenOnly: false },
} as const

// Who was typing this long ago has sent the message or thought better of it.
const typingLastsMilliseconds = 10_000

interface Place {
  id: number
  account_id: number
  channel_type: string
}

/** The jobs `outbound.markRead` and `outbound.typing`: show the provider what an agent does. */
export function defineSigns(core: Core): void {
  core.jobs.define(signs.read.hook, (payload, job) => show(core, 'read', payload, job))
  core.jobs.define(signs.typing.hook, async (payload, job) => {
    if (Number(payload.at) > Date.now() - typingLastsMilliseconds) await show(core, 'typing', payload, job)
  })
}

/** Whether a plugin shows such signs in channels of this type. Where none does, nothing is looked up and nothing queued. */
export const isShown = (core: Core, sign: Sign, { channel_type }: Place): Promise<boolean> =>
  core.kernel.run(async (hooks) => hooks[signs[sign].hook].for(channel_type).isUsed())

/** Has the sign shown after the answer. Those of one conversation that still wait become one. */
export const tellChannel = (core: Core, em: EntityManager, sign: Sign, { id, account_id }: Place): Promise<void> =>
  core.jobs.enqueue(
    em,
    signs[sign].hook,
    { accountId: account_id, conversationId: id, ...(sign === 'typing' && { at: Date.now() }) },
    { key: `${sign}:${id}` },
  )

// Which message was read is settled now and not when the job was queued: the agent may have taken it back since.
const newest = (seenOnly: boolean): string => `
  select c.inbox_id, i.channel_type, m.source_id
  from conversations c
  join inboxes i on i.account_id = $1 and i.id = c.inbox_id
  join messages m on m.account_id = $1 and m.conversation_id = c.id and m.message_type = 0 and m.source_id is not null
  where c.account_id = $1 and c.id = $2${seenOnly ? ' and m.created_at <= c.agent_last_seen_at' : ''}
  order by m.created_at desc, m.id desc limit 1`

async function show(core: Core, sign: Sign, payload: Record<string, unknown>, { signal }: JobInfo): Promise<void> {
  const accountId = Number(payload.accountId)
  const conversationId = Number(payload.conversationId)
  const { rows } = await core.pool.query<{ inbox_id: number; channel_type: string; source_id: string }>(
    newest(signs[sign].seenOnly),
    [accountId, conversationId],
  )
  const [row] = rows
  if (!row) return
  const request = { inboxId: row.inbox_id, conversationId, lastSourceId: row.source_id }
  await core.kernel.run(async (hooks) => {
    const scope = await core.kernel.scope({
      accountId,
      em: () => core.orm.em.fork(),
      requestId: `conversation:${conversationId}`,
      signal,
    })
    if (sign === 'read') await hooks['outbound.markRead'].for(row.channel_type).promise(request, scope)
    else await hooks['outbound.typing'].for(row.channel_type).promise({ ...request, on: true }, scope)
  })
}
