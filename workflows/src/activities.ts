import type { ProcessActivities } from '@cordboard/core/processes/process.ts'
import type { ProcessProblem } from '@cordboard/plugin-sdk/onboarding'
import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  TimeoutFailure,
} from '@temporalio/workflow'

/** As the workflows call them: what is known of the call itself is the worker's affair. */
export type Activities = {
  [Name in keyof ProcessActivities]: (
    request: Parameters<ProcessActivities[Name]>[0],
  ) => ReturnType<ProcessActivities[Name]>
}

// A provider that is away for longer is one look that failed: the process's own schedule does the long waiting.
export const { observe } = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '10m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m', maximumAttempts: 5 },
})

export const { act } = proxyActivities<Activities>({
  startToCloseTimeout: '1m',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '1m', maximumAttempts: 5 },
})

/** Never twice: nobody could tell whether the first call was carried out. */
export const { act: actOnce } = proxyActivities<Activities>({
  startToCloseTimeout: '1m',
  retry: { maximumAttempts: 1 },
})

export const { notify, tellFact } = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m', maximumAttempts: 10 },
})

/** In the worker itself, without the way through the queue. */
export const { saveProgress: saveHere } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '5s',
  scheduleToCloseTimeout: '8s',
  retry: { maximumAttempts: 2 },
})

/** While the database is away: waits on the server and adds nothing to the history. */
export const { saveProgress: saveInTime } = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '1m' },
})

const kinds: readonly string[] = ['credentials', 'refused', 'temporary', 'unanswered', 'unreadable']

/** Why an activity failed. `otherwise` is what an end without an answer means to the caller. */
export function problemOf(error: unknown, otherwise: 'temporary' | 'unanswered'): ProcessProblem {
  const cause = error instanceof ActivityFailure ? error.cause : error
  if (cause instanceof ApplicationFailure && kinds.includes(String(cause.type)))
    return (
      (cause.details?.[0] as ProcessProblem | undefined) ?? {
        kind: cause.type as ProcessProblem['kind'],
        message: cause.message,
      }
    )
  if (cause instanceof TimeoutFailure) return { kind: otherwise, message: 'No answer came in time.' }
  return { kind: otherwise, message: 'The call ended without an answer.' }
}

/** Whether a call that the process can do without was carried out. */
export async function succeeds(call: Promise<unknown>): Promise<boolean> {
  try {
    await call
    return true
  } catch (error) {
    if (isCancellation(error)) throw error
    return false
  }
}
