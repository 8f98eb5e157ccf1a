import { CordboardError } from '../errors.ts'
import { reasonOf, TapError } from './errors.ts'
import { RunningCall, runAs, unwatch, watch } from './running.ts'
import type { Metrics } from './tap-metrics.ts'

/** Work of a plugin that is no tap: a route, a job. */
export interface PluginWork {
  plugin: string
  version: string
  /** Shown beside the hooks in the metrics, e.g. `route POST /webhooks/…`. */
  name: string
  limitMilliseconds: number
  /** Below 0 where a route does not know it. */
  accountId: number
  requestId: string
  metrics: Metrics
  report(error: TapError): void
}

/** Runs a plugin's route or job with the care of a tap: attributed, timed, counted, with a deadline and named errors. */
export function runPluginWork<Result>(
  { plugin, version, name, limitMilliseconds, accountId, requestId, metrics: all, report }: PluginWork,
  outerSignal: AbortSignal,
  work: (signal: () => AbortSignal) => Result | PromiseLike<Result>,
): Promise<Result> {
  const metrics = all.of(plugin, name)
  const started = performance.now()
  const tap = { plugin, version, hook: name }
  const wrap = (thrown: unknown): CordboardError => {
    metrics.took(performance.now() - started)
    if (CordboardError.is(thrown) && !(thrown instanceof TapError)) return thrown
    const error = thrown instanceof TapError ? thrown : new TapError('tap.failed', tap, reasonOf(thrown), thrown)
    metrics.failed(error.code, error.message, accountId)
    report(error)
    return error
  }
  return new Promise<Result>((resolve, reject) => {
    const call = new RunningCall(plugin, name, requestId, () => {
      metrics.timeouts += 1
      reject(wrap(new TapError('tap.timeout', tap, `not done after ${limitMilliseconds} ms`)))
    })
    watch(call, limitMilliseconds)
    runAs(call, async () => work(() => call.signalWith(outerSignal))).then(
      (result) => {
        if (!unwatch(call)) return
        metrics.took(performance.now() - started)
        resolve(result)
      },
      (thrown) => {
        if (!unwatch(call)) return
        reject(wrap(thrown))
      },
    )
  })
}
