import type { JobHelpers } from 'graphile-worker'
import type { Log } from '../observe/log.ts'
import { type JobWork, TryAgainAt } from './jobs.ts'

export const task = 'cordboard'

/** What stands in the queue: the job's name, what it is about, and the tries that earlier rows of it took. */
interface StoredJob {
  name: string
  payload?: Record<string, unknown>
  tried?: number
}

export type RunJob = (stored: StoredJob, helpers: JobHelpers) => Promise<void>

/** Runs one row of the queue; a job that named its next time is put back for then. */
export async function runJob(
  definitions: ReadonlyMap<string, JobWork>,
  stored: StoredJob,
  helpers: JobHelpers,
  log: Log,
): Promise<void> {
  const { name, payload = {}, tried = 0 } = stored
  const { job } = helpers
  const attempt = tried + job.attempts
  const maxAttempts = tried + job.max_attempts
  const handler = definitions.get(name)
  if (!handler) throw new Error(`No job is called "${name}"`)
  try {
    await handler(payload, { attempt, maxAttempts, signal: helpers.abortSignal })
  } catch (error) {
    log.debug({ job: name, attempt, reason: (error as Error | undefined)?.message }, 'a job failed')
    if (!(error instanceof TryAgainAt) || attempt >= maxAttempts) throw error
    await putBack(helpers, { name, payload, tried: attempt }, error.at, maxAttempts - attempt)
  }
}

async function putBack({ job, addJob, getQueueName }: JobHelpers, stored: StoredJob, runAt: Date, maxAttempts: number) {
  const queueName = await getQueueName()
  await addJob(task, stored, {
    runAt,
    maxAttempts,
    ...(queueName ? { queueName } : {}),
    ...(job.key ? { jobKey: job.key } : {}),
  })
}
