import type { Log } from '../observe/log.ts'
import { createSession } from './session.ts'

// First keys of our advisory locks: one process leads, and every process that takes part is present.
const leaderClass = 0x43_6f_72_64
const presenceClass = 0x43_6f_72_65
const tryMilliseconds = 250

export interface Leadership {
  /** Whether this process leads now. */
  readonly leading: boolean
  /** Whether no other process takes part: what it holds in memory is then all there is. */
  readonly alone: boolean
  start(): Promise<void>
  stop(): Promise<void>
}

/** At most one process of an installation leads at a time; when it is gone another takes over within a second. */
export function createLeadership(
  { databaseUrl, log }: { databaseUrl: string; log: Log },
  task: string,
  changed: (leading: boolean) => void,
): Leadership {
  let leading = false
  let alone = false
  let timer: NodeJS.Timeout | undefined
  let looking = false

  const session = createSession(databaseUrl, log, {
    async opened(session) {
      await session.run('select pg_advisory_lock_shared($1, hashtext($2))', [presenceClass, task])
      await look()
    },
    lost() {
      alone = false
      lead(false)
    },
  })

  function lead(now: boolean): void {
    if (now === leading) return
    leading = now
    changed(now)
  }

  async function look(): Promise<void> {
    const [row] = await session.run<{ locked: boolean; alone: boolean }>(
      `select ${leading ? 'true' : 'pg_try_advisory_lock($1, hashtext($3))'} as locked,
        (select count(*) from pg_locks where locktype = 'advisory' and objsubid = 2 and classid = $2::int::oid and $1::int is not null
          and objid::bigint = (hashtext($3)::bigint & 4294967295)
          and database = (select oid from pg_database where datname = current_database())) = 1 as alone`,
      [leaderClass, presenceClass, task],
    )
    alone = row?.alone ?? false
    if (row?.locked) lead(true)
  }

  async function tick(): Promise<void> {
    if (looking) return
    looking = true
    await look().catch(() => {})
    looking = false
  }

  return {
    get leading() {
      return leading
    },
    get alone() {
      return alone
    },
    async start() {
      await session.start()
      timer = setInterval(() => void tick(), tryMilliseconds)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      leading = false
      await session.stop()
    },
  }
}
