import type { Core } from '../core.ts'

const channel = 'cordboard_kernel'
const pollMilliseconds = 5_000

/** Hears that plugins were switched or changed on any process: by notification, and by a poll for those that got lost. */
export interface RevisionFollower {
  readonly revision: number
  /** Tells the other processes. `accountId` 0 = every account. */
  announce(revision: number, accountId: number): void
  start(): Promise<void>
  stop(): void
}

export function followRevision(core: Core, changed: (accountId: number) => void): RevisionFollower {
  let revision = 0
  let timer: NodeJS.Timeout | undefined

  // Revisions come one by one: behind a gap somebody else's change was missed, and every account is read again.
  function follow(next: number, accountId: number): void {
    changed(next > revision + 1 ? 0 : accountId)
    revision = Math.max(revision, next)
  }

  const read = async (): Promise<number> => {
    const { rows } = await core.pool.query<{ revision: number }>('select revision from kernel_revision')
    return rows[0]?.revision ?? 0
  }

  async function poll(): Promise<void> {
    const current = await read()
    if (current === revision) return
    revision = current
    changed(0)
  }

  const pollQuietly = () =>
    poll().catch((error: Error) => core.log.debug({ reason: error.message }, 'the plugin revision can not be read'))

  return {
    get revision() {
      return revision
    },
    announce(next, accountId) {
      follow(next, accountId)
      core.pool
        .query('select pg_notify($1, $2)', [channel, `${next}:${accountId}`])
        .catch((error: Error) => core.log.debug({ reason: error.message }, 'a plugin change was not announced'))
    },
    async start() {
      core.listener.listen(
        channel,
        (payload) => {
          const [next, accountId] = payload.split(':').map(Number)
          follow(next ?? 0, accountId ?? 0)
        },
        () => void pollQuietly(),
      )
      await pollQuietly()
      timer = setInterval(pollQuietly, pollMilliseconds).unref()
    },
    stop() {
      clearInterval(timer)
    },
  }
}
