import { Client } from 'pg'
import type { Log } from '../observe/log.ts'

const pauseMilliseconds = 500
const patienceMilliseconds = 5_000

/** Hears `NOTIFY` of other processes. One connection for all channels of a process, opened again whenever it breaks. */
export interface Listener {
  /** `hear` gets each payload; `missed` runs after a break, when notifications may have been lost. */
  listen(channel: string, hear: (payload: string) => void, missed?: () => void): void
  start(): Promise<void>
  stop(): Promise<void>
}

interface Channel {
  hear: ((payload: string) => void)[]
  missed: (() => void)[]
}

export function createListener(databaseUrl: string, log: Log): Listener {
  const channels = new Map<string, Channel>()
  let client: Client | undefined
  let stopped = false
  let searching = false

  // One after another: a connection takes one statement at a time.
  let subscribed: Promise<unknown> = Promise.resolve()
  const subscribe = (name: string) => {
    subscribed = subscribed.then(() => client?.query(`listen "${name.replaceAll('"', '')}"`)).catch(() => {})
    return subscribed
  }

  async function connect(): Promise<void> {
    const next = new Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: patienceMilliseconds,
    })
    let ended = false
    next.on('error', () => {})
    // A connection that was refused ends, too: only the loss of the one in use begins the search for another.
    next.on('end', () => {
      ended = true
      if (client === next) void again()
    })
    next.on('notification', ({ channel, payload }) => {
      for (const hear of channels.get(channel)?.hear ?? []) hear(payload ?? '')
    })
    await next.connect()
    if (ended) throw new Error('Connection terminated')
    client = next
    for (const name of channels.keys()) await subscribe(name)
  }

  // A connection may break while it is still being made ready: the search that made it goes on, and no second one begins.
  async function again(): Promise<void> {
    client = undefined
    if (searching) return
    searching = true
    while (!stopped && !client) {
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
      if (stopped) return
      await connect().catch((error: Error) =>
        log.debug({ reason: error.message }, 'the listening connection is not back yet'),
      )
    }
    searching = false
    for (const { missed } of channels.values()) for (const tell of missed) tell()
  }

  return {
    listen(name, hear, missed) {
      const channel = channels.get(name)
      if (!channel) channels.set(name, { hear: [hear], missed: missed ? [missed] : [] })
      else {
        channel.hear.push(hear)
        if (missed) channel.missed.push(missed)
      }
      void subscribe(name)
    },
    start: () => connect().catch(() => again()),
    async stop() {
      stopped = true
      await client?.end().catch(() => {})
    },
  }
}
