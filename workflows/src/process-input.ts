import type { ProcessSubject, ProcessTimings } from '@cordboard/core/processes/process.ts'
import type { ProcessAttempt, ProcessTransition } from '@cordboard/core/processes/progress.ts'
import type { Json, News } from '@cordboard/plugin-sdk/onboarding'

/** The one argument of both workflows. A field that is added must be optional: older processes run without it. */
export interface ProcessInput extends ProcessSubject {
  inboxName: string
  /** Divides every waiting time, for trials and tests. */
  pace?: number
  timings?: Partial<ProcessTimings>
  /** Why it begins again, e.g. `reauthorized`. */
  because?: string
  /** What the process before it saw last. */
  facts?: Json
  /** The way here, for those who read it on. */
  past?: { history: ProcessTransition[]; attempts: ProcessAttempt[] }
  /** What was not heard any more by the process before it. */
  news?: News[]
}
