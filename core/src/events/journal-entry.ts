/** A provider's payload as the journal holds it. */
export interface JournalEntry {
  id: number
  accountId: number
  inboxId: number
  pluginId: string
  providerId: string
  headers: Record<string, string>
  body: Uint8Array
  receivedAt: Date
}

/** As in `inbound_events.state`. */
export const entryStates = { received: 0, done: 1, failed: 2, held: 3 } as const

/** What became of an entry that did not simply go through. */
export interface EntryOutcome {
  id: number
  state: 'failed' | 'held'
  error: string
}
