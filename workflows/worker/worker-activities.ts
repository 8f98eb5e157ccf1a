import { type ActivityCall, ActivityFailed, type ProcessActivities } from '@cordboard/core/processes/process.ts'
import { Context } from '@temporalio/activity'
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common'
import type { Activities } from '../src/activities.ts'

/**
 * What the core does for the processes, as Temporal calls it. Failures become what a history may keep for ever: a problem
 * in words that are meant for people, never the text of a strange error.
 */
export function workerActivities(own: ProcessActivities, stumbled: (name: string, error: Error) => void): Activities {
  const wrapped =
    <Request, Answer>(name: string, work: (request: Request, call: ActivityCall) => Promise<Answer>) =>
    async (request: Request): Promise<Answer> => {
      try {
        return await work(request, callOf(Context.current()))
      } catch (error) {
        if (error instanceof CancelledFailure) throw error
        if (error instanceof ActivityFailed) throw toFailure(error)
        stumbled(name, error as Error)
        throw ApplicationFailure.create({
          type: 'Unexpected',
          message: `${name} failed; the log of the worker says why`,
        })
      }
    }
  return {
    observe: wrapped('observe', own.observe),
    act: wrapped('act', own.act),
    saveProgress: wrapped('saveProgress', own.saveProgress),
    notify: wrapped('notify', own.notify),
    tellFact: wrapped('tellFact', own.tellFact),
  }
}

const callOf = ({ info, cancellationSignal }: Context): ActivityCall => ({
  key: `${info.workflowExecution?.workflowId}/${info.workflowExecution?.runId}/${info.activityId}`,
  signal: cancellationSignal,
})

// Longer than this the process itself waits, where people see it.
const longestDelay = 5 * 60_000

function toFailure({ problem, retry }: ActivityFailed): ApplicationFailure {
  const delay = problem.retryAt === undefined ? undefined : Math.max(problem.retryAt - Date.now(), 1000)
  return ApplicationFailure.create({
    message: problem.message,
    type: problem.kind,
    details: [problem],
    // A provider's "no" is part of the process, no fault for the log.
    category: ApplicationFailureCategory.BENIGN,
    nonRetryable: !retry || (delay ?? 0) > longestDelay,
    ...(delay !== undefined && { nextRetryDelay: delay }),
  })
}
