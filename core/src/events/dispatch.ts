import type { Core } from '../core.ts'
import { isTransient } from '../database/transient.ts'
import { type Cursor, loadCursor, saveCursor } from './cursor.ts'
import { deliverFact, isAnyFactTapped, listenersOf } from './deliver-facts.ts'
import type { LoggedEvent } from './dispatcher.ts'
import { dueDeliveries, noteFailure, noteRetry } from './failed-deliveries.ts'
import { createReader, type Reader } from './reader.ts'

const consumer = 'dispatch'
const mostUnderWay = 1_000
const retryBatch = 100
const retryLookMilliseconds = 1_000
const pauseMilliseconds = 200
// Saving is itself a transaction that moves the horizon: an idle log is not worth one each time.
const saveMilliseconds = 100
const idleSaveMilliseconds = 10_000

interface OpenPage {
  after: Cursor
  open: number
  isEmpty: boolean
}

/** Delivers the log to the plugins' taps, on the one process that leads. */
export interface Dispatch {
  wake(): void
  /** Everything of transactions below it is delivered or noted as failed. */
  readonly horizon: bigint
  start(): Promise<void>
  stop(): Promise<void>
}

/**
 * Plugins side by side, and for each of them the events of one key in order. The stored cursor follows the oldest page that
 * is not through, so that after a crash everything unfinished comes again. While no plugin listens it goes where `follower`
 * went.
 */
export function createDispatch(core: Core, follower: Pick<Reader, 'horizon'>): Dispatch {
  const { pool, log } = core
  const lanes = new Map<string, Promise<void>>()
  const pages: OpenPage[] = []
  let done: Cursor | undefined
  let saving: Promise<void> | undefined
  let unsaved = false
  let savedAt = 0
  let hurry: (() => void) | undefined
  let underWay = 0
  let freed: (() => void) | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let retrying: Promise<void> | undefined

  const guide = async () => ((await isAnyFactTapped(core)) ? undefined : follower)
  const reader: Reader = createReader({ pool, log, begin, deal, guide })

  async function begin(): Promise<Cursor> {
    done = await loadCursor(pool, consumer)
    return done
  }

  async function deal(events: LoggedEvent[], after: Cursor): Promise<void> {
    const page = { after, open: 1, isEmpty: events.length === 0 }
    pages.push(page)
    for (const { event, plugin } of await listenersOf(core, events)) {
      page.open += 1
      enter(`${plugin} ${event.queueKey ?? `event:${event.id}`}`, () => deliver(event, plugin)).finally(() =>
        leave(page),
      )
    }
    leave(page)
    while (underWay > mostUnderWay && !stopped) await new Promise<void>((resolve) => (freed = resolve))
  }

  function enter(lane: string, work: () => Promise<void>): Promise<void> {
    underWay += 1
    const turn = (lanes.get(lane) ?? Promise.resolve()).then(work).finally(() => {
      underWay -= 1
      if (lanes.get(lane) === turn) lanes.delete(lane)
      freed?.()
    })
    lanes.set(lane, turn)
    return turn
  }

  async function deliver(event: LoggedEvent, plugin: string): Promise<void> {
    const outcome = await deliverFact(core, event, plugin)
    if (!(outcome instanceof Error)) return
    log.warn({ event: event.id, name: event.name, plugin, reason: outcome.message }, 'a plugin did not take a fact')
    await persist(() => noteFailure(pool, event, plugin, outcome))
  }

  // A failure must be noted before the cursor passes it: a database that is away is waited for.
  async function persist(work: () => Promise<unknown>): Promise<void> {
    while (!stopped) {
      try {
        await work()
        return
      } catch (error) {
        if (!isTransient(error)) log.error({ err: error }, 'a failed delivery could not be noted')
        await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
      }
    }
  }

  function leave(page: OpenPage): void {
    page.open -= 1
    // What was given up because of a stop is not through.
    if (stopped && page.open > 0) return
    let isWorthSaving = performance.now() - savedAt > idleSaveMilliseconds
    while (pages[0]?.open === 0) {
      const through = pages.shift() as OpenPage
      done = through.after
      isWorthSaving ||= !through.isEmpty
    }
    if (isWorthSaving) save()
  }

  // A few times a second at most: what is delivered again after a crash is little.
  function save(): void {
    unsaved = true
    if (saving) return
    const pause = Math.max(0, savedAt + saveMilliseconds - performance.now())
    saving = new Promise<void>((resolve) => {
      hurry = resolve
      setTimeout(resolve, stopped ? 0 : pause)
    })
      .then(saveNow)
      .finally(() => {
        saving = undefined
        if (unsaved && !stopped) save()
      })
  }

  async function saveNow(): Promise<void> {
    unsaved = false
    savedAt = performance.now()
    if (done) await saveCursor(pool, consumer, done).catch(() => {})
  }

  async function retryDue(): Promise<void> {
    for (;;) {
      const due = await dueDeliveries(pool, retryBatch)
      await Promise.all(
        due.map((failed) =>
          enter(`${failed.plugin} ${failed.event.queueKey ?? `event:${failed.event.id}`}`, async () =>
            noteRetry(pool, failed, await deliverFact(core, failed.event, failed.plugin)),
          ),
        ),
      )
      if (due.length < retryBatch || stopped) return
    }
  }

  function look(): void {
    retrying ??= retryDue()
      .catch((error) => {
        if (!isTransient(error)) log.error({ err: error }, 'failed deliveries could not be tried again')
      })
      .finally(() => {
        retrying = undefined
      })
  }

  return {
    wake: reader.wake,
    get horizon() {
      return BigInt(done?.horizon ?? 0)
    },
    async start() {
      await reader.start().catch(() => reader.wake())
      timer = setInterval(look, retryLookMilliseconds)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      const open = Promise.all(lanes.values())
      await Promise.race([open, new Promise((resolve) => setTimeout(resolve, 3_000).unref())]).catch(() => {})
      stopped = true
      freed?.()
      await reader.stop()
      await retrying
      hurry?.()
      await saving
      if (unsaved) await saveNow()
    },
  }
}
