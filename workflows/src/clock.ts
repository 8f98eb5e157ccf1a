import type { Clock } from '@cordboard/plugin-sdk/onboarding'

/** The workflow's time; in the sandbox `Date.now` is that of the history. */
export const clockAt = (pace: number): Clock => ({
  now: Date.now(),
  hours: (count) => (count * 3_600_000) / pace,
  minutes: (count) => (count * 60_000) / pace,
  seconds: (count) => (count * 1000) / pace,
})
