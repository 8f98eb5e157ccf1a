import type { Core } from './core.ts'

/** Begins the work of a process: following changes, reading the queue and the log. */
export async function startCore(core: Core): Promise<void> {
  await core.kernel.load()
  await core.listener.start()
  await core.kernel.start()
  await core.jobs.start()
  await core.dispatcher.start()
  await core.journal.start()
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
    () => core.orm.close(true),
  ]
  for (const stop of parts) await stop().catch((error) => core.log.warn({ err: error }, 'a part did not stop cleanly'))
}
