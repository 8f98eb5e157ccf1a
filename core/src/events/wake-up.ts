import { createSession, type Session } from '../database/session.ts'
import type { Log } from '../observe/log.ts'

const channel = 'cordboard_events'
const millisecondsBetweenCalls = 20

/** Tells the other processes that something was committed: at most 50 calls a second, and never in a write transaction. */
export interface WakeUp {
  call(): void
  start(): Promise<void>
  stop(): Promise<void>
}

export function createWakeUp(databaseUrl: string, log: Log, heard: () => void): WakeUp {
  let timer: NodeJS.Timeout | undefined
  let called = false
  const session: Session = createSession(databaseUrl, log, {
    async opened(session) {
      await session.run(`listen ${channel}`)
      heard()
    },
    heard,
  })

  function tell(): void {
    called = false
    void session.run(`notify ${channel}`).catch(() => {})
    timer = setTimeout(() => {
      timer = undefined
      if (called) tell()
    }, millisecondsBetweenCalls)
  }

  return {
    call() {
      if (timer) called = true
      else tell()
    },
    start: () => session.start(),
    async stop() {
      clearTimeout(timer)
      await session.stop()
    },
  }
}
