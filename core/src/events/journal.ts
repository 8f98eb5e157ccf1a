import type { InboundEntry } from '../kernel/context.ts'

/** Provider payloads, durable before the provider gets its answer, then parsed in order and stored. */
export interface Journal {
  /** Resolves when the entries are on disk (or were there already). Ingest follows in process. */
  receive(pluginId: string, entries: readonly InboundEntry[]): Promise<void>
  /** Puts failed or held entries back to be parsed again; answers how many. */
  replay(filter: { accountId?: number; inboxId?: number; ids?: number[]; pluginId?: string }): Promise<number>
  start(): Promise<void>
  /** Resolves when nothing is under way. */
  settle(): Promise<void>
  stop(): Promise<void>
}
