/** Reads the event log in batches and delivers to the plugins' taps, at least once, each plugin retried alone. */
export interface Dispatcher {
  /** Something was committed: look now. */
  wake(): void
  /** Called for every event in log order, on every node, without retry: realtime. */
  follow(listener: (events: readonly LoggedEvent[]) => Promise<void> | void): void
  start(): Promise<void>
  /** Resolves when all events committed so far are delivered or recorded as failed. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export interface LoggedEvent {
  id: number
  accountId: number
  name: string
  subjectType: string
  subjectId: number
  queueKey: string | null
  payload: Record<string, unknown>
  actor: Record<string, unknown> | null
  occurredAt: Date
}
