import type { EntityManager } from '@mikro-orm/postgresql'
import { systemActor } from '../../actor.ts'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { CordboardError } from '../../errors.ts'
import { emit } from '../../events/emit.ts'
import type { JobInfo } from '../../jobs/jobs.ts'
import type { FetchedAttachment, InboundAttachment } from '../../kernel/payloads.ts'
import type { Arrival } from './inbound-hooks.ts'
import { purgeFiles } from './purge-files.ts'

const maxBytes = 100 * 1024 * 1024
const fetchAttempts = 8

/** What the job `attachment.fetch` is about. */
export interface FetchRequest {
  accountId: number
  inboxId: number
  messageId: number
  attachmentId: number
  attachment: InboundAttachment
}

export interface StoredArrival extends Arrival {
  messageId: number
  attachmentIds: readonly number[]
}

/** Has the files of stored messages fetched, in the transaction that stored them. */
export async function fetchLater(core: Core, em: EntityManager, stored: readonly StoredArrival[]): Promise<void> {
  const requests = stored.flatMap(({ origin, message, messageId, attachmentIds }) =>
    attachmentIds.flatMap((attachmentId, place): FetchRequest[] => {
      const attachment = message.attachments[place]
      if (attachment?.reference === undefined) return []
      return [{ accountId: origin.accountId, inboxId: origin.inboxId, messageId, attachmentId, attachment }]
    }),
  )
  await core.jobs.enqueueAll(
    em,
    requests.map((request) => ({ name: 'attachment.fetch', payload: { ...request }, maxAttempts: fetchAttempts })),
  )
}

/** The job that follows an inbound message with files. */
export const defineAttachmentFetch = (core: Core): void =>
  core.jobs.define('attachment.fetch', (payload, job) => fetchAttachment(core, payload as unknown as FetchRequest, job))

/** Streams the file of an inbound attachment from its provider into storage; dashboards then see it in place of the gap. */
async function fetchAttachment(core: Core, request: FetchRequest, job: JobInfo): Promise<void> {
  const waiting = await waitingAttachment(core, request)
  if (!waiting) return
  try {
    const fetched = await ask(core, request, waiting.channel_type, job.signal)
    await keep(core, request, waiting.conversation_id, fetched)
  } catch (error) {
    if (!isFinal(error) && job.attempt < job.maxAttempts) throw error
    await giveUp(core, request, waiting.conversation_id, (error as Error | undefined)?.message ?? 'unknown reason')
  }
}

interface Waiting {
  conversation_id: number
  channel_type: string
}

async function waitingAttachment({ pool }: Core, request: FetchRequest): Promise<Waiting | undefined> {
  const { rows } = await pool.query<Waiting>(
    `select m.conversation_id, i.channel_type from attachments a
     join messages m on m.id = a.message_id and m.account_id = a.account_id
     join inboxes i on i.id = m.inbox_id and i.account_id = m.account_id
     where a.account_id = $1 and a.id = $2 and a.blob_id is null`,
    [request.accountId, request.attachmentId],
  )
  return rows[0]
}

async function ask(core: Core, request: FetchRequest, type: string, signal: AbortSignal): Promise<FetchedAttachment> {
  const { accountId, inboxId, messageId, attachment } = request
  return core.kernel.run(async (hooks) => {
    const scope = await core.kernel.scope({ accountId, em: () => core.orm.em.fork(), signal })
    const fetched = await hooks['attachment.fetch'].for(type).promise({ inboxId, messageId, attachment }, scope)
    if (!fetched)
      throw new CordboardError('channel.unavailable', 503, 'No plugin that is on fetches files of this channel')
    return fetched
  })
}

const finalNames = new Set(['PermanentError', 'Refusal', 'ReauthorizationError'])
const isFinal = (error: unknown) =>
  CordboardError.is(error) && (finalNames.has(error.name) || error.code === 'file.tooLarge')

async function keep(
  core: Core,
  request: FetchRequest,
  conversationId: number,
  fetched: FetchedAttachment,
): Promise<void> {
  const { accountId, attachmentId, attachment } = request
  const filename = attachment.name ?? fetched.name ?? `${attachment.kind}-${attachmentId}`
  const blob = await core.files.store(core.orm.em.fork(), {
    accountId,
    filename,
    contentType: fetched.contentType,
    source: fetched.stream as AsyncIterable<Uint8Array>,
    maxBytes,
  })
  const taken = await core.orm.em.fork().transactional(async (em) => {
    const rows = await query(
      em,
      `update attachments set blob_id = $3, meta = meta - 'fetch', extension = coalesce(extension, $4), updated_at = now()
       where account_id = $1 and id = $2 and blob_id is null returning id`,
      [accountId, attachmentId, blob.id, /\.([a-z0-9]{1,10})$/i.exec(blob.filename)?.[1] ?? null],
    )
    if (rows.length > 0) await tell(em, request, conversationId, 'stored')
    return rows.length > 0
  })
  // The message was deleted meanwhile: nobody shows the file.
  if (!taken) await purgeFiles({ core, em: core.orm.em.fork() }, [blob.id])
  core.dispatcher.wake()
}

// The provider does not have it any more: the thread says so instead of waiting for ever.
async function giveUp(core: Core, request: FetchRequest, conversationId: number, reason: string): Promise<void> {
  await core.orm.em.fork().transactional(async (em) => {
    const rows = await query(
      em,
      `update attachments set meta = meta || jsonb_build_object('fetch', 'failed', 'error', $3::text), updated_at = now()
       where account_id = $1 and id = $2 and blob_id is null returning id`,
      [request.accountId, request.attachmentId, reason.slice(0, 500)],
    )
    if (rows.length > 0) await tell(em, request, conversationId, 'failed')
  })
  core.dispatcher.wake()
}

const tell = (
  em: EntityManager,
  { accountId, inboxId, messageId, attachmentId }: FetchRequest,
  conversationId: number,
  to: string,
) =>
  emit(em, {
    accountId,
    name: 'message.updated',
    subjectType: 'message',
    subjectId: messageId,
    payload: { messageId, conversationId, inboxId, changes: { attachments: [null, { id: attachmentId, fetch: to }] } },
    actor: systemActor,
    queueKey: `conversation:${conversationId}`,
  })
