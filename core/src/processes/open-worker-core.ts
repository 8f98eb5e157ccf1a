import { setTimeout as pause } from 'node:timers/promises'
import type { Configuration } from '../configuration/configuration.ts'
import type { Core } from '../core.ts'
import { createCore } from '../create-core.ts'
import { isUnreachable } from '../database/is-unreachable.ts'
import { createLog } from '../observe/log.ts'
import { databaseProbe } from '../observe/probes.ts'

const pauseMilliseconds = 500

/**
 * A core for the process that carries durable processes out: plugins are loaded and what is on for whom is followed, but
 * nothing is listened to, no queue and no log is read. It waits for a database that is migrated; undefined when it is told
 * to stop waiting.
 */
export async function openWorkerCore(configuration: Configuration, signal: AbortSignal): Promise<Core | undefined> {
  const log = createLog(configuration.logLevel)
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      if (await isMigrated(configuration, signal)) return await begin(configuration)
    } catch (error) {
      if (!isUnreachable(error)) throw error
    }
    if (tries === 0) log.info('waiting for the database')
    await pause(pauseMilliseconds, undefined, { signal }).catch(() => {})
  }
  return undefined
}

async function isMigrated({ databaseUrl }: Configuration, signal: AbortSignal): Promise<boolean> {
  const probe = databaseProbe(databaseUrl)
  try {
    while (!signal.aborted) {
      if ((await probe()).status === 'up') return true
      await pause(pauseMilliseconds, undefined, { signal }).catch(() => {})
    }
    return false
  } finally {
    await probe.close()
  }
}

async function begin(configuration: Configuration): Promise<Core> {
  const core = await createCore(configuration)
  try {
    await core.kernel.load()
    await core.listener.start()
    await core.kernel.follow()
    return core
  } catch (error) {
    await core.orm.close(true)
    throw error
  }
}
