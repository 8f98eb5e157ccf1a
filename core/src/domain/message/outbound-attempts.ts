import type { EntityManager } from '@mikro-orm/postgresql'
import { systemActor } from '../../actor.ts'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { codeOf } from '../../database/transient.ts'
import { emit } from '../../events/emit.ts'
import type { Delivery } from '../../kernel/payloads.ts'
import { invalidateCache } from '../account/cache-keys.ts'
import { messageStatuses } from './message.names.ts'
import { applyEarlyReceipts } from './receipts.ts'

const states = { waiting: 0, calling: 1, settled: 2 } as const
const failed = 3
const uniqueViolation = '23505'
const lookAgainSeconds = 1
const fileWaitSeconds = 2
// An earlier message that nobody works on any more holds up the later ones only so long.
const patienceMinutes = 10

/** A message that may be handed to its channel now. */
export interface Claim {
  accountId: number
  messageId: number
  conversationId: number
  inboxId: number
  /** 1 for the first try. */
  attempt: number
  /** An earlier attempt was begun and nobody knows how it ended. */
  interrupted: boolean
}

interface MessageRow {
  id: number
  conversation_id: number
  inbox_id: number
  status: number
  state: number | null
  attempts: number | null
  next_at: Date | null
  earlier_at: Date | null
  files_missing: boolean
}

/**
 * Takes a message for delivery, or puts it off: while an earlier message of its conversation waits for another try, or
 * while its files are not stored. Undefined when there is nothing to do (now).
 */
export async function claim(
  core: Core,
  accountId: number,
  messageId: number,
  worker: string,
): Promise<Claim | undefined> {
  return core.orm.em.fork().transactional(async (em) => {
    const message = await lockMessage(em, accountId, messageId)
    if (!message || message.status === failed) return undefined
    const wait = waitOf(message)
    if (wait) {
      await putOff(core, em, { accountId, messageId, conversationId: message.conversation_id }, wait)
      return undefined
    }
    const wasSettled = message.state === states.settled
    const attempt = wasSettled ? 1 : (message.attempts ?? 0) + 1
    await write(em, { accountId, messageId, conversationId: message.conversation_id }, states.calling, attempt, worker)
    const { conversation_id: conversationId, inbox_id: inboxId } = message
    return { accountId, messageId, conversationId, inboxId, attempt, interrupted: message.state === states.calling }
  })
}

async function lockMessage(em: EntityManager, accountId: number, messageId: number): Promise<MessageRow | undefined> {
  const [message] = await query<MessageRow>(
    em,
    `select m.id, m.conversation_id, m.inbox_id, m.status, a.state, a.attempts, a.next_at,
       (select coalesce(e.next_at, now()) from outbound_attempts e
        where e.account_id = $1 and e.conversation_id = m.conversation_id and e.message_id < m.id and e.state < ${states.settled}
          and greatest(e.updated_at, e.next_at) > now() - interval '${patienceMinutes} minutes'
        order by e.message_id limit 1) as earlier_at,
       exists (select from attachments f where f.account_id = $1 and f.message_id = m.id and f.blob_id is null
         and f.external_url is null and f.file_type in (0, 1, 2, 3) and m.created_at > now() - interval '10 minutes') as files_missing
     from messages m left join outbound_attempts a on a.message_id = m.id
     where m.account_id = $1 and m.id = $2 and m.message_type in (1, 3) and not m.private and m.source_id is null
     for update of m`,
    [accountId, messageId],
  )
  return message
}

// Not before its own time, not before an earlier message, not without its files.
function waitOf({ state, next_at, earlier_at, files_missing }: MessageRow): Date | undefined {
  const now = Date.now()
  if (state === states.waiting && next_at && next_at.getTime() > now + 500) return next_at
  if (earlier_at) return new Date(Math.max(earlier_at.getTime(), now) + lookAgainSeconds * 1000)
  return files_missing ? new Date(now + fileWaitSeconds * 1000) : undefined
}

type Place = Pick<Claim, 'accountId' | 'messageId' | 'conversationId'>

async function putOff(core: Core, em: EntityManager, place: Place, at: Date): Promise<void> {
  await query(
    em,
    `insert into outbound_attempts (message_id, account_id, conversation_id, state, next_at) values ($1, $2, $3, ${states.waiting}, $4)
     on conflict (message_id) do update set state = ${states.waiting}, next_at = excluded.next_at, updated_at = now()`,
    [place.messageId, place.accountId, place.conversationId, at],
  )
  await enqueueAt(core, em, place, at)
}

const enqueueAt = (core: Core, em: EntityManager, { accountId, messageId, conversationId }: Place, runAt: Date) =>
  core.jobs.enqueue(
    em,
    'outbound.deliver',
    { messageId, accountId },
    { runAt, queue: `conversation:${conversationId}`, key: `outbound:${messageId}` },
  )

const write = (
  em: EntityManager,
  { messageId, accountId, conversationId }: Place,
  state: number,
  attempts: number,
  worker: string | null,
) =>
  query(
    em,
    `insert into outbound_attempts (message_id, account_id, conversation_id, state, attempts, worker) values ($1, $2, $3, $4, $5, $6)
     on conflict (message_id) do update set state = $4, attempts = $5, worker = $6, next_at = null, updated_at = now()`,
    [messageId, accountId, conversationId, state, attempts, worker],
  )

/** Tries again later. */
export async function postpone(core: Core, claimed: Claim, seconds: number): Promise<void> {
  const at = new Date(Date.now() + seconds * 1000)
  await core.orm.em.fork().transactional((em) => putOff(core, em, claimed, at))
}

/** The provider has it: its id is stored, and receipts that were faster are applied. */
export async function markDelivered(core: Core, claimed: Claim, delivery: Delivery): Promise<void> {
  try {
    await core.orm.em.fork().transactional((em) => storeDelivery(em, claimed, delivery))
  } catch (error) {
    if (codeOf(error) !== uniqueViolation) throw error
    // The provider told of the message as its own before it answered: that copy has the id.
    await core.orm.em.fork().transactional((em) => write(em, claimed, states.settled, claimed.attempt, null))
  }
}

async function storeDelivery(
  em: EntityManager,
  claimed: Claim,
  { sourceId, sourceIds, status }: Delivery,
): Promise<void> {
  const { accountId, messageId, inboxId, attempt } = claimed
  const next = status === 'delivered' ? 1 : 0
  const [before] = await query<{ status: number }>(
    em,
    'select status from messages where account_id = $1 and id = $2 for no key update',
    [accountId, messageId],
  )
  if (!before) return
  const after = Math.max(before.status, next)
  await query(
    em,
    `update messages set source_id = coalesce($3, source_id), status = $4, updated_at = now(),
       external_source_ids = case when $5::jsonb is null then external_source_ids
         else external_source_ids || jsonb_build_object('parts', $5::jsonb) end
     where account_id = $1 and id = $2`,
    [accountId, messageId, sourceId, after, sourceIds && sourceIds.length > 1 ? JSON.stringify(sourceIds) : null],
  )
  await write(em, claimed, states.settled, attempt, null)
  await tell(em, claimed, {
    ...(sourceId === null ? {} : { source_id: [null, sourceId] }),
    ...(after === before.status ? {} : { status: [messageStatuses[before.status], messageStatuses[after]] }),
  })
  if (sourceId !== null) await applyEarlyReceipts(em, [{ accountId, inboxId, sourceId }])
}

/** The message did not go and is not tried again by itself. */
export async function markFailed(core: Core, claimed: Claim, reason: string, reauthorize: boolean): Promise<void> {
  const { accountId, messageId, inboxId, attempt } = claimed
  const text = reason.replaceAll('\0', '').toWellFormed().slice(0, 1_000)
  await core.orm.em.fork().transactional(async (em) => {
    await query(
      em,
      `update messages set status = ${failed}, content_attributes = content_attributes || jsonb_build_object('external_error', $3::text),
         updated_at = now() where account_id = $1 and id = $2`,
      [accountId, messageId, text],
    )
    await write(em, claimed, states.settled, attempt, null)
    await tell(em, claimed, { status: ['sent', 'failed'], external_error: [null, text] })
    if (reauthorize) await askForReauthorization(core, em, accountId, inboxId)
  })
}

async function askForReauthorization(core: Core, em: EntityManager, accountId: number, inboxId: number): Promise<void> {
  await query(
    em,
    `update channels set settings = channels.settings || '{"reauthorization_required": true}', updated_at = now()
     from inboxes i where i.account_id = $1 and i.id = $2 and channels.account_id = $1 and channels.id = i.channel_id`,
    [accountId, inboxId],
  )
  await invalidateCache(core, em, accountId, 'inbox')
}

const tell = (
  em: EntityManager,
  { accountId, messageId, conversationId, inboxId }: Claim,
  changes: Record<string, unknown[]>,
) =>
  emit(em, {
    accountId,
    name: 'message.updated',
    subjectType: 'message',
    subjectId: messageId,
    payload: { messageId, conversationId, inboxId, changes },
    actor: systemActor,
    queueKey: `conversation:${conversationId}`,
  })
