import { PermanentError, ReauthorizationError, RetryableError } from '@cordboard/plugin-sdk'
import { describe, expect, it } from 'vitest'
import { backOff, failureOf } from './errors.ts'
import { GraphError, UnreachableError } from './graph-error.ts'

const graphError = (code: number | undefined, status = 400, extra: { retryAfterSeconds?: number } = {}) =>
  new GraphError({ status, code, message: 'as the provider says', ...extra })

describe('a refusal of the provider', () => {
  it.each([0, 190, 3, 10, 200, 299, 131005])('%i asks the administrators to connect again', (code) => {
    expect(failureOf(graphError(code), 1)).toBeInstanceOf(ReauthorizationError)
  })

  it.each([4, 80007, 130429, 131057, 1, 2, 131000, 131016, 133000, 133004, 131056])('%i is tried again', (code) => {
    expect(failureOf(graphError(code), 1)).toBeInstanceOf(RetryableError)
  })

  it.each([
    33, 100, 368, 131008, 131009, 131021, 131026, 131030, 131031, 131037, 131042, 131045, 131047, 131049, 131050,
    131051, 132000, 132001, 132012, 132015, 132068, 133010, 134011, 135000, 130472, 130497,
  ])('%i fails the message for good', (code) => {
    const failure = failureOf(graphError(code), 1)
    expect(failure).toBeInstanceOf(PermanentError)
    expect((failure as Error).message).toBe(`${code}: as the provider says`)
  })

  it('131056 waits four times as long after every try', () => {
    expect(
      [1, 2, 3].map((attempt) => (failureOf(graphError(131056), attempt) as RetryableError).retryAfterSeconds),
    ).toEqual([4, 16, 64])
  })

  it.each([131052, 131053])('%i about a file is tried once more', (code) => {
    expect(failureOf(graphError(code), 1)).toBeInstanceOf(RetryableError)
    expect(failureOf(graphError(code), 2)).toBeInstanceOf(PermanentError)
  })

  it('waits as long as the provider asks', () => {
    expect(failureOf(graphError(130429, 400, { retryAfterSeconds: 17 }), 1)).toMatchObject({ retryAfterSeconds: 17 })
  })

  it('without a code of the provider leaves open whether the message went out', () => {
    expect(failureOf(graphError(undefined, 502), 1)).toMatchObject({
      code: 'whatsapp.unknownOutcome',
      retryAfterSeconds: 60,
    })
    expect(failureOf(graphError(undefined, 401), 1)).toBeInstanceOf(ReauthorizationError)
  })
})

describe('no answer at all', () => {
  it('is tried soon when nothing was sent, and late when something may have been', () => {
    expect(failureOf(new UnreachableError('gone', false), 1)).toMatchObject({ code: 'whatsapp.unreachable' })
    expect(failureOf(new UnreachableError('gone', true), 1)).toMatchObject({ code: 'whatsapp.unknownOutcome' })
  })

  it('passes on what is not the provider’s', () => {
    const error = new Error('ours')
    expect(failureOf(error, 1)).toBe(error)
  })
})

describe('back-off', () => {
  it('doubles up to a minute and is spread', () => {
    expect([1, 2, 3, 10].map((attempt) => backOff(attempt, () => 0))).toEqual([1, 2, 4, 60])
    expect(backOff(1, () => 1)).toBe(1.5)
  })
})
