import { ActivityFailure, ApplicationFailure, RetryState, TimeoutFailure, TimeoutType } from '@temporalio/common'
import { expect, it } from 'vitest'
import { problemOf } from './activities.ts'

const failed = (cause: Error) => new ActivityFailure('failed', 'act', '1', RetryState.TIMEOUT, 'worker', cause)

it('takes the problem as the core tells it', () => {
  const problem = { kind: 'refused', code: 100, message: 'no' } as const
  const cause = ApplicationFailure.create({ type: 'refused', message: 'no', details: [problem] })
  expect(problemOf(failed(cause), 'unanswered')).toEqual(problem)
})

it('does not know what became of a call that ran out of time, or whose worker died', () => {
  const late = failed(new TimeoutFailure('late', undefined, TimeoutType.START_TO_CLOSE))
  expect(problemOf(late, 'unanswered')).toEqual({ kind: 'unanswered', message: 'No answer came in time.' })
  expect(problemOf(late, 'temporary').kind).toBe('temporary')
})

it('repeats no words of an error that it does not know', () => {
  const unknown = failed(ApplicationFailure.create({ type: 'TypeError', message: 'token=abc is bad' }))
  expect(problemOf(unknown, 'unanswered')).toEqual({ kind: 'unanswered', message: 'The call ended without an answer.' })
})
