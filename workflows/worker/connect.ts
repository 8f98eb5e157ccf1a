import { setTimeout as pause } from 'node:timers/promises'
import { Connection } from '@temporalio/client'

export interface TemporalServer {
  address: string
  namespace: string
  tls: boolean
  apiKey?: string | undefined
}

const patience = 3000
const firstPause = 500
const longestPause = 10_000

/** Waits for a Temporal server, without a word for every vain attempt. Undefined when told to stop waiting. */
export async function connect(
  server: TemporalServer,
  signal: AbortSignal,
  waiting: () => void,
): Promise<Connection | undefined> {
  for (let wait = firstPause; !signal.aborted; wait = Math.min(wait * 2, longestPause)) {
    try {
      return await Connection.connect({
        address: server.address,
        connectTimeout: patience,
        ...(server.tls || server.apiKey ? { tls: {} } : {}),
        ...(server.apiKey ? { apiKey: server.apiKey } : {}),
      })
    } catch {
      if (wait === firstPause) waiting()
      await pause(wait, undefined, { signal }).catch(() => {})
    }
  }
  return undefined
}
