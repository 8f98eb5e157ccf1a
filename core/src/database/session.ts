import { Client } from 'pg'
import type { Log } from '../observe/log.ts'

const reopenMilliseconds = 200

/** A connection that a part keeps for itself, for what lives as long as a connection: advisory locks and notifications. */
export interface Session {
  /** Rows of a statement; rejects while the connection is away. */
  run<Row>(text: string, values?: unknown[]): Promise<Row[]>
  start(): Promise<void>
  stop(): Promise<void>
}

export interface SessionEvents {
  /** The connection is there, for the first time or again: take locks, listen. */
  opened(session: Session): Promise<void>
  /** The connection broke: its locks are gone. */
  lost?(): void
  heard?(channel: string, payload: string): void
}

/** Opens a session, and opens it again whenever it breaks. `start` does not wait for a database that is away. */
export function createSession(databaseUrl: string, log: Log, events: SessionEvents): Session {
  let client: Client | undefined
  let stopped = false
  let ownPid = 0

  const session: Session = {
    async run<Row>(text: string, values: unknown[] = []) {
      if (!client) throw new Error('The connection to the database is away')
      return (await client.query(text, values)).rows as Row[]
    },
    start: () => open().catch(() => void reopen()),
    async stop() {
      stopped = true
      const last = client
      client = undefined
      await last?.end().catch(() => {})
    },
  }

  async function open(): Promise<void> {
    const next = new Client({ connectionString: databaseUrl, keepAlive: true, connectionTimeoutMillis: 5_000 })
    let ended = false
    next.on('error', () => {})
    next.on('end', () => {
      ended = true
      if (client === next) broke()
    })
    next.on('notification', ({ channel, payload, processId }) => {
      if (processId !== ownPid) events.heard?.(channel, payload ?? '')
    })
    await next.connect()
    if (stopped || ended) return void (await next.end().catch(() => {}))
    client = next
    ownPid = (next as unknown as { processID: number }).processID
    await events.opened(session).catch(async (error: Error) => {
      client = undefined
      await next.end().catch(() => {})
      throw error
    })
  }

  function broke(): void {
    client = undefined
    events.lost?.()
    if (!stopped) void reopen()
  }

  async function reopen(): Promise<void> {
    while (!stopped && !client) {
      await new Promise((resolve) => setTimeout(resolve, reopenMilliseconds))
      if (stopped) return
      await open().catch((error: Error) => log.debug({ reason: error.message }, 'the database is away'))
    }
  }
  return session
}
