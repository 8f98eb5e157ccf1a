import { PermanentError, ReauthorizationError, RetryableError } from '@cordboard/plugin-sdk'
import { GraphError, UnreachableError } from './graph-error.ts'

const deadToken = new Set([0, 190])
const noPermission = new Set([3, 10, 131005])
const busy = new Set([4, 80007, 130429, 131057])
const passing = new Set([1, 2, 131000, 131016, 133000, 133004])
const mediaTrouble = new Set([131052, 131053])
const pairRate = 131056

// How long a lost answer may take to come as a status instead; only then is a second try less likely to double.
const unknownOutcomeSeconds = 60

/** Turns a failed call into what the core understands: never again, again later, or connect again. */
export function failureOf(error: unknown, attempt: number): unknown {
  if (error instanceof UnreachableError) return unreachable(error)
  if (!(error instanceof GraphError)) return error
  const { code, status, summary } = error
  if (code === undefined) return withoutCode(error, attempt)
  if (isDead(error) || noPermission.has(code) || (code >= 200 && code < 300))
    return new ReauthorizationError(`whatsapp.${code}`, summary, { cause: error })
  if (code === pairRate) return retry(error, 4 ** attempt)
  if (busy.has(code) || passing.has(code) || status >= 500) return retry(error, backOff(attempt))
  if (mediaTrouble.has(code) && attempt === 1) return retry(error, 5)
  return new PermanentError(`whatsapp.${code}`, summary, { cause: error })
}

/** Whether the access token itself is the trouble. */
export const isDead = (error: unknown): boolean =>
  error instanceof GraphError && (error.code === undefined ? error.status === 401 : deadToken.has(error.code))

function withoutCode(error: GraphError, attempt: number): unknown {
  if (error.status === 401) return new ReauthorizationError('whatsapp.401', error.message, { cause: error })
  if (error.status === 429) return retry(error, backOff(attempt))
  if (error.status >= 500) return unknownOutcome(error)
  return new PermanentError(`whatsapp.http_${error.status}`, error.message, { cause: error })
}

const unreachable = (error: UnreachableError): RetryableError =>
  error.mayHaveArrived
    ? unknownOutcome(error)
    : new RetryableError('whatsapp.unreachable', error.message, { cause: error })

const unknownOutcome = (cause: Error): RetryableError =>
  new RetryableError('whatsapp.unknownOutcome', 'WhatsApp did not say whether it took the message', {
    cause,
    retryAfterSeconds: unknownOutcomeSeconds,
  })

const retry = (error: GraphError, seconds: number): RetryableError =>
  new RetryableError(`whatsapp.${error.code ?? error.status}`, error.summary, {
    cause: error,
    retryAfterSeconds: error.retryAfterSeconds ?? seconds,
  })

/** 1, 2, 4 … 60 seconds, each up to half as long again, so that many messages do not come back at once. */
export const backOff = (attempt: number, random: () => number = Math.random): number =>
  Math.min(60, 2 ** (attempt - 1)) * (1 + random() / 2)
