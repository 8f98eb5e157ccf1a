import type { ChannelProgress } from './progress.ts'

/*
 * What the core and the workflows agree on. The workflows import these types; the core imports nothing of Temporal.
 */

/** The channel that a process is about. */
export interface ProcessSubject {
  accountId: number
  inboxId: number
  pluginId: string
  channelType: string
}

/** Times that the operator may change, as written: `24h`, `7d`. */
export interface ProcessTimings {
  /** After so long without going live administrators are reminded: `24h,72h`. */
  reminders: string
  /** From then on it counts as stalled. */
  stalled: string
  /** And then it is given up. */
  giveUp: string
  /** How long to wait between looks: `5x1m,6x5m,2h,48h:6h` is five a minute apart, six at 5 minutes, then every 2 hours, after 48 hours every 6. */
  polls: string
}

/** The one argument of both workflows. Fields may be added, all optional. */
export interface ProcessInput extends ProcessSubject {
  inboxName: string
  /** Every waiting time is divided by it. */
  pace: number
  timings: ProcessTimings
  /** Why this process began, e.g. `created`, `reauthorized`. */
  because?: string
}

export type ProcessType = 'channelOnboarding' | 'channelHealth'

export const processTypes = {
  onboarding: 'channelOnboarding',
  health: 'channelHealth',
} as const satisfies Record<string, ProcessType>

/** At most one of each runs for an inbox. */
export const workflowIdOf = (type: ProcessType, inboxId: number): string =>
  `${type === 'channelOnboarding' ? 'channel-onboarding' : 'channel-health'}/inbox/${inboxId}`

/** What a signal carries. `msgId` tells a repetition: the workflow drops it. */
export interface ProcessSignal {
  msgId: string
  by?: number
  detail: Record<string, unknown>
}

/** Why an activity came to nothing, as the plugin's table gets it. */
export interface ActivityProblem {
  kind: 'credentials' | 'refused' | 'temporary' | 'unanswered' | 'unreadable'
  code?: number
  subcode?: number
  message: string
  retryAt?: number
}

export interface NoticeWords {
  severity: 'info' | 'warning' | 'critical'
  title: string
  text: string
  message?: string
  values?: Record<string, unknown>
}

/** The plugin is off for the account: nothing was done. */
export interface Off {
  off: true
}

/** What the worker knows of a call beside its argument. */
export interface ActivityCall {
  /** The same at every try of the same call. */
  key: string
  /** Fires when the call shall end. */
  signal: AbortSignal
}

/**
 * What the workflows may do outside their sandbox. `observe` and `act` throw `ActivityFailed`; whatever else is thrown is
 * worth another try.
 */
export interface ProcessActivities {
  observe(subject: ProcessSubject, call: ActivityCall): Promise<{ facts: Record<string, unknown> } | Off>
  act(
    request: ProcessSubject & { action: string; input: Record<string, unknown>; by: number | 'automatic' },
    call: ActivityCall,
  ): Promise<{ result: Record<string, unknown> } | Off>
  /** Mirrors the state of a process; facts that changed, or that are a day old, become a snapshot too. */
  saveProgress(request: { accountId: number; inboxId: number; progress: ChannelProgress }): Promise<void>
  /** Tells the account's administrators, once per key for ever. */
  notify(request: {
    accountId: number
    inboxId: number
    pluginId: string
    key: string
    notice: NoticeWords
  }): Promise<void>
  /** A fact for the event log: `channel.onboarded` or `channel.healthChanged`. */
  tellFact(
    request: { accountId: number; inboxId: number; name: string; payload: Record<string, unknown> },
    call: ActivityCall,
  ): Promise<void>
}

/** Thrown by `observe` and `act`. The worker makes an ApplicationFailure of it: type = `problem.kind`, details = [problem]. */
export class ActivityFailed extends Error {
  override readonly name = 'ActivityFailed'
  readonly problem: ActivityProblem
  /** Whether Temporal may repeat the call by itself. */
  readonly retry: boolean
  constructor(problem: ActivityProblem, retry: boolean) {
    super(problem.message)
    this.problem = problem
    this.retry = retry
  }
}
