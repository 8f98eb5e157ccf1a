import type { ProcessAttempt, ProcessTransition } from '@cordboard/core/processes/progress.ts'
import type { Json, News } from '@cordboard/plugin-sdk/onboarding'
import type { Timings } from './timings.ts'

/** Whose process it is. Ids alone: what is secret stays with the inbox. */
export interface Place {
  accountId: number
  inboxId: number
  pluginId: string
  channelType: string
}

/** The one argument of both workflows. A field that is added must be optional: older processes run without it. */
export interface ProcessInput extends Place {
  inboxName: string
  /** Divides every waiting time, for trials and tests. */
  pace?: number
  timings?: Partial<Timings>
  /** Why it begins again, e.g. `reauthorized`. */
  because?: string
  /** What the process before it saw last. */
  facts?: Json
  /** The way here, for those who read it on. */
  past?: { history: ProcessTransition[]; attempts: ProcessAttempt[] }
  /** What was not heard any more by the process before it. */
  news?: News[]
}

export const onboardingId = (inboxId: number): string => `channel-onboarding/inbox/${inboxId}`
export const healthId = (inboxId: number): string => `channel-health/inbox/${inboxId}`
