import { Pool } from 'pg'
import { isMigrated } from '../database/is-migrated.ts'
import { databaseAddress } from '../services/database-check.ts'
import { type TemporalTarget, temporalAnswers } from '../services/temporal-probe.ts'
import type { DependencyStatus, Probe } from './health.ts'

const patience = 2000
/** For so long after the start of this process, what has never answered counts as starting. */
const startTime = 30_000

/** Up once the database answers and has every migration of this version. Uses a connection of its own. */
export function databaseProbe(url: string): Probe & { close(): Promise<void> } {
  const pool = new Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
    idleTimeoutMillis: 30_000,
  })
  pool.on('error', () => {})
  const address = databaseAddress(url)
  const status = everUp(async () => ((await isMigrated(pool)) ? 'up' : 'starting'))
  return Object.assign(async () => ({ status: await status(), address }), { close: () => pool.end() })
}

/** Up when a Temporal server answers at the address. */
export function temporalProbe(
  target: TemporalTarget | undefined,
  names: { namespace: string; ui: string | undefined },
): Probe {
  const known = { namespace: names.namespace, ui: names.ui ?? null }
  if (!target) return async () => ({ status: 'down', address: null, ...known })
  const status = everUp(async () => ((await temporalAnswers(target, patience)) ? 'up' : 'down'))
  return async () => ({ status: await status(), address: target.address, ...known })
}

/** Up when the plugin registry answers. */
export function registryProbe(url: string | undefined): Probe {
  if (!url) return async () => ({ status: 'down', address: null })
  const status = everUp(async () => {
    const answer = await fetch(`${url}/-/ping`, { signal: AbortSignal.timeout(patience) })
    await answer.body?.cancel()
    return answer.ok ? 'up' : 'down'
  })
  return async () => ({ status: await status(), address: url })
}

// What has not answered yet is starting for a while, then down; what has been up before is down at once.
function everUp(look: () => Promise<DependencyStatus>) {
  const begun = performance.now()
  let wasUp = false
  return async (): Promise<DependencyStatus> => {
    const status = await look().catch((): DependencyStatus => 'down')
    if (status === 'up') wasUp = true
    return status === 'down' && !wasUp && performance.now() - begun < startTime ? 'starting' : status
  }
}
