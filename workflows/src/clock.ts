import type { Clock } from '@cordboard/plugin-sdk/onboarding'
import { patched } from '@temporalio/workflow'

/** The workflow's time; in the sandbox `Date.now` is that of the history. */
export const clockAt = (pace: number): Clock => ({
  now: Date.now(),
  hours: (count) => (count * 3_600_000) / pace,
  minutes: (count) => (count * 60_000) / pace,
  seconds: (count) => (count * 1000) / pace,
})

/** The same where a decision is made: what was changed in a table is noted in the history. */
export const decidingClockAt = (pace: number): Clock => ({ ...clockAt(pace), knows: patched })
