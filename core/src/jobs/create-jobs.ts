import { EventEmitter } from 'node:events'
import type { Runner, WorkerEvents, WorkerPool } from 'graphile-worker'
import { Pool } from 'pg'
import type { Core } from '../core.ts'
import { isUnreachable } from '../database/is-unreachable.ts'
import { query } from '../database/query.ts'
import { once } from '../once.ts'
import { type Crontab, createCrontab } from './crontab.ts'
import type { JobRequest, Jobs, JobWork } from './jobs.ts'
import { type RunJob, runJob, task } from './run-job.ts'
import { createWorkerRegister } from './worker-register.ts'

const concurrency = 12
const connections = 4
const pauseMilliseconds = 1_000
const drainMilliseconds = 8_000
const defaultAttempts = 6
const nudgeMilliseconds = [8, 60]

// Requests are answered before the queue is worked on: its library does not hold them up.
const library = once(async () => {
  const worker = await import('graphile-worker')
  return { ...worker, silent: new worker.Logger(() => () => {}) }
})

/** One graphile-worker task carries every job, so that plugins can define jobs while the worker runs. */
export function createJobs({ configuration, log }: Core): Jobs {
  const definitions = new Map<string, JobWork>()
  const crontab: Crontab = createCrontab(definitions)
  const register = createWorkerRegister(configuration.databaseUrl, log)
  let pool: Pool | undefined
  let runner: Runner | undefined
  let stopped = false
  let prepared: Promise<void> | undefined

  const openPool = (): Pool => {
    if (pool) return pool
    pool = new Pool({ connectionString: configuration.databaseUrl, max: connections })
    pool.on('error', (error) => log.debug({ reason: error.message }, 'an idle connection of the job queue broke'))
    // A connection that breaks while it is used fails its query, which is enough.
    pool.on('connect', (client) => client.on('error', () => {}))
    return pool
  }

  /** The queue's own tables: made once, before the first job is put there or taken from there. */
  const prepare = (): Promise<void> => {
    prepared ??= migrateQueue(openPool()).catch((error) => {
      prepared = undefined
      throw error
    })
    return prepared
  }

  async function work(): Promise<void> {
    await prepare()
    const { run, silent, parseCronItem } = await library()
    crontab.open(parseCronItem)
    const events = new EventEmitter() as WorkerEvents
    events.on('pool:create', ({ workerPool }) => register.enter(workerPool.id))
    // A queue is free again only a moment after its job: without a nudge its next one would wait for the next look.
    events.on('job:complete', ({ worker, job }) => {
      if (job.job_queue_id === null) return
      for (const pause of nudgeMilliseconds) setTimeout(() => nudge(worker.workerPool), pause).unref()
    })
    const handle: RunJob = (payload, helpers) => runJob(definitions, payload, helpers, log)
    runner = await run({
      pgPool: openPool(),
      logger: silent,
      noHandleSignals: true,
      concurrency,
      events,
      taskList: { [task]: handle as never },
      parsedCronItems: crontab.items,
    })
  }

  // A lost database ends the runner: it is started again until it holds.
  async function keepWorking(): Promise<void> {
    while (!stopped) {
      await runner?.promise.catch((error: Error) => log.warn({ reason: error.message }, 'the job runner stopped'))
      if (stopped) return
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
      runner = undefined
      if (!stopped)
        await work().catch((error: Error) => log.warn({ reason: error.message }, 'jobs wait for the database'))
    }
  }

  async function enqueueAll(em: Parameters<Jobs['enqueueAll']>[0], requests: readonly JobRequest[]): Promise<void> {
    if (requests.length === 0) return
    await prepare()
    const values = [JSON.stringify(requests.map(toRow))]
    if (em) await query(em, addJobs, values)
    else await openPool().query(addJobs, values)
  }

  return {
    define: (name, handler) => void definitions.set(name, handler),
    schedule: (name, cron, handler) => crontab.add(name, cron, handler),
    enqueue: (em, name, payload, options = {}) => enqueueAll(em, [{ ...options, name, payload }]),
    enqueueAll,
    async start() {
      crontab.add('jobs.tidy', '17 3 * * *', () => tidy(openPool()))
      await register.start()
      // Requests are answered meanwhile: a database that goes away here is waited for as later.
      await work().catch((error) => {
        if (!isUnreachable(error)) throw error
      })
      void keepWorking()
    },
    async stop() {
      stopped = true
      await Promise.race([
        runner?.stop().catch(() => {}),
        new Promise((resolve) => setTimeout(resolve, drainMilliseconds).unref()),
      ])
      await register.stop()
      await prepared?.catch(() => {})
      await pool?.end()
    },
  }
}

async function migrateQueue(pool: Pool): Promise<void> {
  const { runMigrations, silent } = await library()
  await runMigrations({ pgPool: pool, logger: silent })
}

function nudge(workers: WorkerPool): void {
  try {
    workers.nudge(1)
  } catch {
    // They are being stopped.
  }
}

const toRow = ({ name, payload, runAt, key, queue, maxAttempts = defaultAttempts }: JobRequest) => ({
  payload: { name, payload },
  queue_name: queue ?? null,
  run_at: runAt?.toISOString() ?? null,
  max_attempts: maxAttempts,
  job_key: key ?? null,
})

const addJobs = `
  select count(*) from graphile_worker.add_jobs(array(
    select row('${task}', payload, queue_name, run_at, max_attempts, job_key, 0, null)::graphile_worker.job_spec
    from json_to_recordset($1::json) as request(payload json, queue_name text, run_at timestamptz, max_attempts int, job_key text)))`

// Every conversation has a queue of its own: the names of those that are empty go.
async function tidy(pool: Pool): Promise<void> {
  const { makeWorkerUtils, silent } = await library()
  const utils = await makeWorkerUtils({ pgPool: pool, logger: silent })
  await utils.cleanup({ tasks: ['GC_JOB_QUEUES'] })
  await utils.release()
}
