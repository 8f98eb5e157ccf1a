import type { Core } from './core.ts'

const longestStart = 15_000

/**
 * Begins what answers need: plugins, following changes, reading the log and the journal. A part that never starts, for
 * example because the database went away in the midst of it, is an error that names it.
 */
export async function startCore(core: Core): Promise<void> {
  await Promise.all([core.kernel.load(), within('the listener', core.listener.start())])
  await within('the kernel', core.kernel.start())
  await Promise.all([within('the dispatcher', core.dispatcher.start()), within('the journal', core.journal.start())])
}

/** Begins the work that nobody waits for with a request open. */
export const startJobs = (core: Core): Promise<void> => within('the job queue', core.jobs.start())

async function within(part: string, start: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${part} does not start within ${longestStart / 1000} s`)), longestStart)
  })
  await Promise.race([start, tooLong]).finally(() => clearTimeout(timer))
}

/** Ends it in reverse, letting what is under way finish. One part that fails to stop does not keep the others. */
export async function stopCore(core: Core, drainRequests: () => Promise<void> = async () => {}): Promise<void> {
  const parts = [
    () => core.realtime.close(),
    drainRequests,
    () => core.journal.stop(),
    () => core.dispatcher.stop(),
    () => core.jobs.stop(),
    () => core.kernel.stop(),
    () => core.listener.stop(),
    () => core.pluginPool.end(),
    () => core.orm.close(true),
  ]
  for (const stop of parts) await stop().catch((error) => core.log.warn({ err: error }, 'a part did not stop cleanly'))
}
