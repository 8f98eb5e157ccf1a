import type { Core } from '../core.ts'
import { CordboardError } from '../errors.ts'
import { ProcessRefused } from './errors.ts'
import { answerChannel, outboxStates } from './outbox.ts'
import type { Refused } from './process-client.ts'

const lookMilliseconds = 500
// A wish that nobody has touched by then waits for a worker that is away.
const untouchedMilliseconds = 5_000

/** What stands in the row of a wish. */
export type StoredAnswer = { value: Record<string, unknown> } | { refused: Refused } | { ended: string }

interface AskedRow {
  state: number
  answer: StoredAnswer | null
  last_error: string | null
  attempts: number
  /** Something that must be told first could not be told. */
  is_behind: boolean
}

/** Waits for answers to wishes: the row is the mailbox, a notification says that there is something in it. */
export interface Answers {
  wait(accountId: number, id: number, withinMilliseconds: number): Promise<Record<string, unknown> | 'queued'>
}

export function createAnswers(core: Core): Answers {
  const waiting = new Map<string, () => void>()
  core.listener.listen(answerChannel, (id) => waiting.get(id)?.())

  const read = async (accountId: number, id: number): Promise<AskedRow | undefined> =>
    (
      await core.pool.query<AskedRow>({
        name: 'process-answer',
        text: `select state, answer, last_error, attempts, exists (
            select 1 from process_outbox before where before.account_id = asked.account_id and before.inbox_id = asked.inbox_id
              and before.state = 0 and before.id < asked.id and before.last_error is not null) as is_behind
          from process_outbox asked where account_id = $1 and id = $2`,
        values: [accountId, id],
      })
    ).rows[0]

  return {
    async wait(accountId, id, withinMilliseconds) {
      const begun = performance.now()
      let called = Promise.withResolvers<void>()
      waiting.set(String(id), () => called.resolve())
      try {
        for (;;) {
          const row = await read(accountId, id)
          if (row?.answer) return openAnswer(row.answer)
          const waited = performance.now() - begun
          if (!row || isLeftWaiting(row, waited) || waited >= withinMilliseconds) return 'queued'
          await Promise.race([called.promise, pause(Math.min(lookMilliseconds, withinMilliseconds - waited))])
          called = Promise.withResolvers<void>()
        }
      } finally {
        waiting.delete(String(id))
      }
    },
  }
}

const isLeftWaiting = ({ state, attempts, last_error, is_behind }: AskedRow, waited: number): boolean =>
  state === outboxStates.dead ||
  (state === outboxStates.waiting &&
    (is_behind || last_error !== null || (attempts === 0 && waited > untouchedMilliseconds)))

function openAnswer(answer: StoredAnswer): Record<string, unknown> {
  if ('refused' in answer) throw new ProcessRefused(answer.refused)
  if ('ended' in answer) throw new CordboardError('process.ended', 409, answer.ended)
  return answer.value
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
