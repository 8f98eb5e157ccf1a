import { CordboardError } from '../errors.ts'
import { reasonOf, TapError } from './errors.ts'
import type { HookDefinition } from './hook-kinds.ts'
import { RunningCall, runAs, unwatch, watch } from './running.ts'
import type { CallScope } from './scope.ts'
import type { TapMetrics } from './tap-metrics.ts'

/** One plugin on one hook. */
export interface GuardedTap {
  plugin: string
  version: string
  /** With its key, e.g. `outbound.send:Channel::Whatsapp`. */
  hook: string
  definition: HookDefinition
  /** Whether an answer has the hook's shape; absent = any. */
  isAnswer?: ((answer: unknown) => boolean) | undefined
  metrics: TapMetrics
  report(error: TapError): void
}

type Done = (error?: Error | null, answer?: unknown) => void
type TapFunction = (payload: unknown, scope: CallScope) => unknown
export type GuardedFunction = (payload: unknown, scope: CallScope, done: Done) => void

/**
 * Wraps a tap: gate, breaker, deadline, timing, check of the answer, failure policy. It answers by callback because that
 * is what costs a switched-off tap least, and because a waterfall loses the value of an async function in a sync tap's place.
 */
export function guard(tap: GuardedTap, fn: TapFunction): GuardedFunction {
  const { plugin, hook, metrics, definition } = tap
  const [soft, hard] = definition.limit
  const hasBreaker = definition.breaker !== false
  return (payload, scope, done) => {
    if (!scope.plugins.has(plugin) || (scope.only !== undefined && scope.only !== plugin)) {
      done()
      return
    }
    const started = performance.now()
    if (hasBreaker && !metrics.breaker.allows(started)) {
      settleFailure(tap, scope, paused(tap), done)
      return
    }
    freeze(payload)
    let finished = false
    const call = new RunningCall(plugin, hook, scope.requestId, () => finish('timeout', undefined))
    const finish = (outcome: 'ok' | 'error' | 'timeout', result: unknown) => {
      if (finished) return
      finished = true
      const now = performance.now()
      metrics.took(now - started)
      if (now - started > soft) metrics.slow += 1
      const failure = failureOf(tap, outcome, result)
      if (failure === undefined) {
        if (hasBreaker) metrics.breaker.succeeded()
        done(null, result)
      } else settle(tap, scope, failure, now, done)
    }
    let answer: unknown
    try {
      answer = runAs(call, fn, payload, scope)
    } catch (thrown) {
      finish('error', thrown)
      return
    }
    if (!isThenable(answer)) {
      finish('ok', answer)
      return
    }
    watch(call, hard)
    answer.then(
      (value) => {
        unwatch(call)
        finish('ok', value)
      },
      (thrown) => {
        unwatch(call)
        finish('error', thrown)
      },
    )
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  value instanceof Promise || (typeof value === 'object' && value !== null && 'then' in value)

const answers = new Set(['waterfall', 'bail'])

function failureOf(tap: GuardedTap, outcome: 'ok' | 'error' | 'timeout', result: unknown): CordboardError | undefined {
  if (outcome === 'timeout') return new TapError('tap.timeout', tap, `not done after ${tap.definition.limit[1]} ms`)
  if (outcome === 'error')
    return passes(tap, result) ? result : new TapError('tap.failed', tap, reasonOf(result), result)
  if (result === undefined || !answers.has(tap.definition.kind) || !tap.isAnswer || tap.isAnswer(result))
    return undefined
  return new TapError('tap.answer', tap, 'answered in another shape than the hook asks for')
}

/**
 * A plugin's own words to the caller go through as they are: a refusal wherever a draft can be refused, and coded errors
 * (`PermanentError`, `RetryableError`, …) where the caller asked for a result and has to act on them.
 */
function passes({ definition: { kind, onFailure } }: GuardedTap, thrown: unknown): thrown is CordboardError {
  if (!CordboardError.is(thrown) || kind === 'fact') return false
  return onFailure === 'fail' || onFailure === 'retry' || (kind === 'waterfall' && thrown.name === 'Refusal')
}

function settle(tap: GuardedTap, scope: CallScope, error: CordboardError, now: number, done: Done): void {
  if (!(error instanceof TapError)) {
    if (error.name !== 'Refusal') tap.metrics.failed(error.code, error.message, scope.accountId)
    // The plugin answered in its own words: it works, and a breaker that waits for its trial call must hear of it.
    if (tap.definition.breaker !== false) tap.metrics.breaker.succeeded()
    done(error)
    return
  }
  tap.metrics.failed(error.code, error.message, scope.accountId)
  if (error.code === 'tap.timeout') tap.metrics.timeouts += 1
  if (tap.definition.breaker !== false) tap.metrics.breaker.failed(now)
  tap.report(error)
  settleFailure(tap, scope, error, done)
}

function settleFailure({ plugin, hook, definition }: GuardedTap, scope: CallScope, error: TapError, done: Done): void {
  if (definition.onFailure === 'skip') done()
  else if (definition.kind === 'fact') {
    scope.failures.push({ plugin, hook, error })
    done()
  } else done(error)
}

const paused = (tap: GuardedTap) => new TapError('plugin.paused', tap, 'rests after five failures within a minute')

/** Payloads are shared by all taps of a call: none may change them for the others. Class instances and bytes stay as they are. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) return
  Object.freeze(value)
  for (const key in value) freeze((value as Record<string, unknown>)[key])
}
