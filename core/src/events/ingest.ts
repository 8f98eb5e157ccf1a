import type { Core } from '../core.ts'
import { createLeadership } from '../database/leadership.ts'
import { isTransient } from '../database/transient.ts'
import { receiveMessages } from '../domain/message/receive-message.ts'
import { createHolding } from './holding.ts'
import type { EntryOutcome, JournalEntry } from './journal-entry.ts'
import { markEntries, openEntries } from './journal-rows.ts'
import { createParser } from './parse-entry.ts'

const batchEntries = 500
const waitingEntries = 20_000
const waitingBytes = 64 * 1024 * 1024
const pauseMilliseconds = 200
const lookMilliseconds = 250
const quietLooks = 20

/** Takes the journal's entries in order and stores what they say. One process of an installation does so at a time. */
export interface Ingest {
  /** New entries in the order of their ids; undefined: the table knows. */
  take(entries: JournalEntry[] | undefined): void
  start(): Promise<void>
  settle(): Promise<void>
  stop(): Promise<void>
}

export function createIngest(core: Core): Ingest {
  const { configuration, log, pool } = core
  const parser = createParser(core)
  const holding = createHolding(core, () => take(undefined))
  let waiting: JournalEntry[] = []
  let bytes = 0
  // While true the table may hold what memory does not: it is read, and nothing is taken from memory.
  let behind = true
  let news = false
  // What came while its channel was off goes first when that is on again: nothing is worked on before it is known.
  let knowsHeld = false
  let draining: Promise<void> | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let looks = 0

  const leadership = createLeadership({ databaseUrl: configuration.databaseUrl, log }, 'ingest', (leading) => {
    fallBehind()
    knowsHeld = false
    if (leading) drain()
  })

  function fallBehind(): void {
    behind = true
    news = true
    waiting = []
    bytes = 0
  }

  function take(entries: JournalEntry[] | undefined): void {
    if (entries === undefined) fallBehind()
    else if (behind) news = true
    else {
      for (const entry of entries) {
        waiting.push(entry)
        bytes += entry.body.length
      }
      if (waiting.length > waitingEntries || bytes > waitingBytes) fallBehind()
    }
    drain()
  }

  function drain(): void {
    if (stopped || !leadership.leading || draining) return
    draining = work().finally(() => {
      draining = undefined
      // Something came in between the last look and here.
      if (!stopped && leadership.leading && (waiting.length > 0 || (behind && news))) drain()
    })
  }

  async function work(): Promise<void> {
    while (!stopped && leadership.leading) {
      try {
        if (!knowsHeld) await holding.read()
        knowsHeld = true
        const batch = await next()
        if (batch.length === 0) return
        await ingest(batch)
      } catch (error) {
        fallBehind()
        if (!isTransient(error)) log.error({ err: error }, 'the journal could not be worked on')
        await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
      }
    }
  }

  async function next(): Promise<JournalEntry[]> {
    if (!leadership.alone) fallBehind()
    if (!behind) return takeWaiting()
    for (;;) {
      news = false
      const open = await openEntries(pool, batchEntries)
      if (open.length > 0) return open
      if (news) continue
      behind = !leadership.alone
      return []
    }
  }

  function takeWaiting(): JournalEntry[] {
    const batch = waiting.length > batchEntries ? waiting.splice(0, batchEntries) : waiting
    if (batch === waiting) waiting = []
    for (const { body } of batch) bytes -= body.length
    return batch
  }

  async function ingest(batch: readonly JournalEntry[]): Promise<void> {
    const { parsed, outcomes, released } = await parser.parse(batch, holding)
    if (released) return fallBehind()
    outcomes.push(...(await receiveMessages(core, parsed)))
    if (parsed.length > 0) core.dispatcher.wake()
    await setAside(batch, outcomes)
  }

  async function setAside(batch: readonly JournalEntry[], outcomes: readonly EntryOutcome[]): Promise<void> {
    if (outcomes.length === 0) return
    await markEntries(pool, outcomes)
    const entries = new Map(batch.map((entry) => [entry.id, entry]))
    for (const { id, state, error } of outcomes) {
      const entry = entries.get(id) as JournalEntry
      if (state === 'held') holding.note(entry.accountId, entry.pluginId)
      else log.warn({ entry: id, plugin: entry.pluginId, reason: error }, 'a provider payload could not be stored')
    }
  }

  // Other processes' entries are found by looking; alone it is only a safety net.
  function look(): void {
    looks += 1
    void holding.releaseDue()
    if (leadership.alone && looks % quietLooks !== 0) return
    if (!draining && waiting.length === 0) {
      fallBehind()
      drain()
    }
  }

  return {
    take,
    async start() {
      core.kernel.onChange(() => void holding.releaseDue())
      await leadership.start()
      timer = setInterval(look, lookMilliseconds)
      timer.unref()
    },
    async settle() {
      for (;;) {
        while (draining) await draining
        if (stopped || ((await openEntries(pool, 1)).length === 0 && !draining)) return
        take(undefined)
        if (!draining) await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await draining
      await leadership.stop()
    },
  }
}
