/** One try of an action that counts, in the provider's own words. */
export interface ProcessAttempt {
  at: string
  /** Id of the person who asked for it. */
  by: number | 'automatic'
  action: string
  outcome: 'ok' | 'refused' | 'unanswered'
  code?: number
  subcode?: number
  message?: string
}

export interface ProcessTransition {
  at: string
  from: string | null
  to: string
  why: string
}

/** How far the durable process of an inbox is: written by the process, read by dashboards. Times are ISO 8601. */
export interface ChannelProgress {
  kind: 'onboarding' | 'health'
  workflowId: string
  state: string
  reason: string | null
  since: string
  firstPendingAt: string | null
  /** Newest last, at most 50. */
  attempts: ProcessAttempt[]
  nextCheckAt: string | null
  /** Newest last, at most 100. */
  history: ProcessTransition[]
  /** What happens next and why, in plain words. */
  details: string
  needsAdministrator: boolean
  /** What was last seen of the channel. */
  facts: Record<string, unknown> | null
  /** The plugin is off for the account: nothing happens until it is on again. */
  parked: boolean
}
