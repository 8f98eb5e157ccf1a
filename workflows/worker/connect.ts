import { setTimeout as pause } from 'node:timers/promises'
import { Connection } from '@temporalio/client'

export interface TemporalServer {
  address: string
  namespace: string
  tls: boolean
  apiKey?: string | undefined
}

/** The one queue of all processes. */
export const usualQueue = 'cordboard'

const patience = 3000
const firstPause = 500
const longestPause = 10_000

/** Waits for a Temporal server, without a word for every vain attempt. Undefined when told to stop waiting. */
export const connect = (
  server: TemporalServer,
  signal: AbortSignal,
  waiting: () => void,
): Promise<Connection | undefined> =>
  whileTrying(() => Connection.connect({ ...connectionOptions(server), connectTimeout: patience }), signal, waiting)

export const connectionOptions = ({ address, tls, apiKey }: TemporalServer) => ({
  address,
  ...(tls || apiKey ? { tls: {} } : {}),
  ...(apiKey ? { apiKey } : {}),
})

/** Tries for ever, the longer the slower. Undefined when told to stop. */
export async function whileTrying<Result>(
  attempt: () => Promise<Result>,
  signal: AbortSignal,
  waiting: () => void,
): Promise<Result | undefined> {
  for (let wait = firstPause; !signal.aborted; wait = Math.min(wait * 2, longestPause)) {
    try {
      return await attempt()
    } catch {
      if (wait === firstPause) waiting()
      await pause(wait, undefined, { signal }).catch(() => {})
    }
  }
  return undefined
}
