import type { Pool } from 'pg'
import { isTransient } from '../database/transient.ts'
import type { Log } from '../observe/log.ts'
import { type Cursor, nowCursor, type Page, readPage } from './cursor.ts'
import type { LoggedEvent } from './dispatcher.ts'

const pageEvents = 1_000
const pauseMilliseconds = 200
const shortestLookMilliseconds = 4
const longestLookMilliseconds = 500

export interface Reader {
  wake(): void
  /** The transactions that are behind the reader. */
  readonly horizon: bigint
  start(): Promise<void>
  stop(): Promise<void>
}

export interface ReaderParts {
  pool: Pool
  log: Log
  /** Where to begin; asked again when the reader has been away. */
  begin?: () => Promise<Cursor>
  /** While nobody wants the events: where another reader stands. They are passed without asking the database. */
  guide?: () => Promise<Pick<Reader, 'horizon'> | undefined>
  /** Deals with a page and resolves when the next may come. */
  deal(events: LoggedEvent[], after: Cursor): Promise<void>
}

/** Reads the log page by page whenever it is woken, and survives a database that goes away. */
export function createReader({ pool, log, begin = () => nowCursor(pool), guide, deal }: ReaderParts): Reader {
  let cursor: Cursor | undefined
  let reading: Promise<void> | undefined
  let again = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let patience = shortestLookMilliseconds

  async function read(): Promise<void> {
    do {
      again = false
      try {
        await readOn()
      } catch (error) {
        if (stopped) return
        if (!isTransient(error)) log.error({ err: error }, 'the event log could not be read')
        await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
        again = true
      }
    } while (again && !stopped)
  }

  async function readOn(): Promise<void> {
    for (;;) {
      const before: Cursor = cursor ?? (await begin())
      const ahead = await guide?.()
      const page = ahead ? passTo(ahead.horizon, before) : await readPage(pool, before, pageEvents)
      if (stopped) return
      const { events, after, isFull, isUnsettled } = page
      if (after !== before) await deal(events, after)
      cursor = after
      if (events.length > 0) patience = shortestLookMilliseconds
      if (!isFull) return lookAgain(isUnsettled)
    }
  }

  function passTo(horizon: bigint, before: Cursor): Page {
    const after = horizon > BigInt(before.horizon) ? { ...before, horizon: String(horizon) } : before
    return { events: [], after, isFull: false, isUnsettled: false }
  }

  // Nobody tells when a transaction ends that held the horizon back: soon again, then less and less often.
  function lookAgain(isUnsettled: boolean): void {
    clearTimeout(timer)
    patience = isUnsettled ? Math.min(patience * 2, longestLookMilliseconds) : longestLookMilliseconds
    timer = setTimeout(look, patience)
    timer.unref()
  }

  function look(): void {
    const before = patience
    wake()
    patience = before
  }

  function wake(): void {
    again = true
    patience = shortestLookMilliseconds
    if (stopped || reading) return
    reading = read().finally(() => {
      reading = undefined
      if (again) wake()
    })
  }

  return {
    wake,
    get horizon() {
      return BigInt(cursor?.horizon ?? 0)
    },
    async start() {
      cursor = await begin()
      wake()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await reading
    },
  }
}
