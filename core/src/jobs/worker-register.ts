import { createSession, type Session } from '../database/session.ts'
import type { Log } from '../observe/log.ts'

// First key of our advisory locks on workers; the second is the hash of the worker's name.
const lockClass = 0x43_6a_6f_62
const checkMilliseconds = 2_000

/** Who works on the queue: a worker holds a lock while its process lives, and what a dead one had taken is given back. */
export interface WorkerRegister {
  enter(worker: string): void
  start(): Promise<void>
  stop(): Promise<void>
}

export function createWorkerRegister(databaseUrl: string, log: Log): WorkerRegister {
  const workers = new Set<string>()
  let suspects = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const sign = (session: Session, worker: string) =>
    session.run('select pg_advisory_lock_shared($1, hashtext($2))', [lockClass, worker])

  const session = createSession(databaseUrl, log, {
    async opened(session) {
      suspects = new Set()
      for (const worker of workers) await sign(session, worker)
    },
  })

  // Seen twice without its lock: a worker whose connection is only just being opened again is left alone.
  async function giveBack(): Promise<void> {
    const absent = new Set(
      (await session.run<{ worker: string }>(absentWorkers, [lockClass])).map(({ worker }) => worker),
    )
    const dead = [...absent].filter((worker) => suspects.has(worker) && !workers.has(worker))
    suspects = absent
    if (dead.length === 0) return
    await session.run('select graphile_worker.force_unlock_workers($1::text[])', [dead])
    log.info({ workers: dead.length }, 'jobs of a process that is gone are taken up again')
  }

  return {
    enter(worker) {
      workers.add(worker)
      void sign(session, worker).catch(() => {})
    },
    async start() {
      await session.start()
      await giveBack().catch(() => {})
      timer = setInterval(() => void giveBack().catch(() => {}), checkMilliseconds)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await session.stop()
    },
  }
}

const absentWorkers = `
  with taken as (
    select locked_by as worker from graphile_worker._private_jobs where locked_by is not null
    union
    select locked_by from graphile_worker._private_job_queues where locked_by is not null
  )
  select worker from taken
  where not exists (
    select from pg_locks
    where locktype = 'advisory' and classid = $1::int::oid and objsubid = 2
      and objid::bigint = (hashtext(worker)::bigint & 4294967295)
      and database = (select oid from pg_database where datname = current_database()))`
