import type { Core } from '../core.ts'
import { createLeadership } from '../database/leadership.ts'
import { raiseNotice } from '../domain/notice/raise-notice.ts'
import type { StoredAnswer } from './answers.ts'
import { type DueEntry, deliverEntry, markOf } from './deliver-entry.ts'
import { answerChannel, notify, outboxChannel, outboxStates } from './outbox.ts'
import { processTypes, workflowIdOf } from './process.ts'
import { ProcessCallFailed, type ProcessClient } from './process-client.ts'

const { waiting, taken, done, dead } = outboxStates
const lookMilliseconds = 1_000
const pulseMilliseconds = 2_000
const atOnce = 20
const mostFailures = 5
const longestBackOffSeconds = 60

/** Carries out what the outbox holds: in order for each inbox, one process of the installation at a time. */
export interface OutboxDispatcher {
  start(): Promise<void>
  /** Lets the calls under way come to an end. */
  stop(): Promise<void>
}

export function createOutboxDispatcher(core: Core, client: ProcessClient): OutboxDispatcher {
  const { pool, log, configuration } = core
  const busy = new Set<number>()
  const running = new Set<Promise<void>>()
  const listened = new Set<number>()
  let leading = false
  let stopped = false
  let looking = false
  let again = false
  let timer: NodeJS.Timeout | undefined
  let pulse: NodeJS.Timeout | undefined
  let isThere: boolean | undefined

  const leadership = createLeadership({ databaseUrl: configuration.databaseUrl, log }, 'processes', (now) => {
    leading = now
    if (now) {
      void beat()
      wake()
    }
  })

  const track = (work: Promise<void>) => {
    const one = work
      .catch((error: Error) => log.warn({ reason: error.message }, 'the outbox of processes waits for the database'))
      .finally(() => running.delete(one))
    running.add(one)
  }

  function wake(): void {
    if (!leading || stopped) return
    again = true
    if (looking) return
    looking = true
    track(
      lookAround().finally(() => {
        looking = false
        if (again) wake()
      }),
    )
  }

  async function lookAround(): Promise<void> {
    while (again && leading && !stopped) {
      again = false
      for (const entry of await due([...busy])) {
        busy.add(entry.inboxId)
        track(
          carryOut(entry).finally(() => {
            busy.delete(entry.inboxId)
            wake()
          }),
        )
      }
      for (const entry of await wishes()) listen(entry)
    }
  }

  // The oldest of each inbox; where that one has to wait, those behind it wait too.
  const due = async (busyInboxes: number[]): Promise<DueEntry[]> =>
    (
      await pool.query<DueEntry>({
        name: 'outbox-due',
        text: `select * from (
            select distinct on (account_id, inbox_id) id, account_id as "accountId", inbox_id as "inboxId", plugin_id as "pluginId",
              kind, name, detail, by_user_id as by, because, attempts, failures, available_at
            from process_outbox where state = ${waiting} order by account_id, inbox_id, id) heads
          where available_at <= now() and "inboxId" <> all($1) order by id limit $2`,
        values: [busyInboxes, Math.max(atOnce - busyInboxes.length, 0)],
      })
    ).rows

  const wishes = async (): Promise<{ id: number; inboxId: number }[]> =>
    (
      await pool.query<{ id: number; inboxId: number }>({
        name: 'outbox-wishes',
        text: `select id, inbox_id as "inboxId" from process_outbox where state = ${taken} and id <> all($1) order by id limit 200`,
        values: [[...listened]],
      })
    ).rows

  async function carryOut(entry: DueEntry): Promise<void> {
    const [tried] = (
      await pool.query<{ attempts: number }>({
        name: 'outbox-try',
        text: `update process_outbox set attempts = attempts + 1, tried_at = now() where id = $1 and state = ${waiting} returning attempts`,
        values: [entry.id],
      })
    ).rows
    if (!tried) return
    try {
      // Known to be away: whoever waits for an answer need not wait for a call that takes its time to fail.
      if (isThere === false) throw new ProcessCallFailed('away', 'Temporal does not answer')
      const delivered = await deliverEntry(core, client, { ...entry, attempts: tried.attempts })
      if (delivered === 'taken') await mark(entry.id, taken)
      else if (delivered === 'gone') await finish(entry.id, done, 'the inbox is gone', { ended: 'The inbox is gone.' })
      else if (delivered === 'done') await finish(entry.id, done, null)
      else await finish(entry.id, done, null, { value: delivered.answer })
    } catch (error) {
      await failed(entry, tried.attempts, error)
    }
  }

  async function failed(entry: DueEntry, attempts: number, error: unknown): Promise<void> {
    const { problem, message, refusal } =
      error instanceof ProcessCallFailed
        ? error
        : // Our own database was away, or the like.
          { problem: 'away' as const, message: (error as Error).message, refusal: undefined }
    if (problem === 'refused') {
      const answer = refusal ? { refused: refusal } : { ended: 'The process could not take the request.' }
      return finish(entry.id, done, message, answer)
    }
    const isBroken = problem !== 'away'
    if (isBroken && entry.failures + 1 >= mostFailures) return giveUp(entry, message)
    log.debug({ entry: entry.id, kind: entry.kind, name: entry.name, reason: message }, 'a call of Temporal waits')
    await pool.query({
      name: 'outbox-later',
      text: `update process_outbox set last_error = $2, failures = failures + $3, available_at = now() + make_interval(secs => $4)
             where id = $1`,
      values: [
        entry.id,
        message.slice(0, 500),
        isBroken ? 1 : 0,
        Math.min(2 ** Math.min(attempts, 10), longestBackOffSeconds),
      ],
    })
    if (entry.kind === 'ask') notify(core, answerChannel, String(entry.id))
  }

  async function giveUp(entry: DueEntry, message: string): Promise<void> {
    const { accountId, inboxId, pluginId, kind, name, id } = entry
    log.error({ entry: id, kind, name, reason: message }, 'a call of Temporal was given up')
    await core.orm.em.fork().transactional((em) =>
      raiseNotice(core, em, accountId, {
        key: `processes:outbox:${id}`,
        pluginId,
        inboxId,
        severity: 'critical',
        title: 'A step of a channel could not be handed over',
        text: 'The server of durable processes refuses it. Ask your operator to look at the log of the Temporal worker; then try the step again.',
      }),
    )
    await finish(id, dead, message, { ended: 'The server of durable processes refuses the request.' })
  }

  const mark = (id: number, state: number) =>
    pool
      .query({
        name: 'outbox-mark',
        text: 'update process_outbox set state = $2, last_error = null where id = $1',
        values: [id, state],
      })
      .then(wake)

  async function finish(id: number, state: number, error: string | null, answer?: StoredAnswer): Promise<void> {
    const { rows } = await pool.query<{ kind: string }>({
      name: 'outbox-finish',
      text: `update process_outbox set state = $2, done_at = now(), last_error = $3, answer = $4 where id = $1 returning kind`,
      values: [id, state, error?.slice(0, 500) ?? null, answer ? JSON.stringify(answer) : null],
    })
    if (rows[0]?.kind === 'ask') notify(core, answerChannel, String(id))
  }

  /** Waits for the answer to a wish that the workflow has taken, for as long as it takes. */
  function listen({ id, inboxId }: { id: number; inboxId: number }): void {
    listened.add(id)
    track(hear(id, inboxId).finally(() => listened.delete(id)))
  }

  async function hear(id: number, inboxId: number): Promise<void> {
    const workflowId = workflowIdOf(processTypes.onboarding, inboxId)
    while (leading && !stopped) {
      try {
        const value = await client.answer(workflowId, markOf({ id }))
        if (value !== undefined) return await finish(id, done, null, { value })
        await new Promise((resolve) => setTimeout(resolve, lookMilliseconds))
      } catch (error) {
        if (!(error instanceof ProcessCallFailed)) throw error
        const { refusal, message } = error
        return await finish(
          id,
          done,
          message,
          refusal ? { refused: refusal } : { ended: 'The process ended before it could answer.' },
        )
      }
    }
  }

  // Says that this worker is there and whether Temporal is. When it comes back, whatever waits goes out at once.
  async function beat(): Promise<void> {
    clearTimeout(pulse)
    if (!leading || stopped) return
    const was = isThere
    isThere = await client.isThere().then(
      () => true,
      () => false,
    )
    try {
      await pool.query({
        name: 'process-pulse',
        text: `update process_pulse set worker_at = now(), temporal_at = case when $1 then now() else temporal_at end`,
        values: [isThere],
      })
      if (isThere && was !== true) {
        await pool.query(
          `update process_outbox set available_at = now() where state = ${waiting} and available_at > now() and failures = 0`,
        )
        wake()
      }
    } catch (error) {
      log.debug({ reason: (error as Error).message }, 'the pulse of the processes is not written')
    }
    if (leading && !stopped) pulse = setTimeout(() => void beat(), pulseMilliseconds)
  }

  return {
    async start() {
      core.listener.listen(outboxChannel, wake, wake)
      await leadership.start()
      timer = setInterval(wake, lookMilliseconds)
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      clearTimeout(pulse)
      await client.close().catch(() => {})
      await Promise.allSettled(running)
      await leadership.stop()
    },
  }
}
