import { Breaker } from './breaker.ts'

// Powers of two of a microsecond, four steps each: from 1 us to over an hour in 128 counters.
const buckets = 128
const stepsPerPower = 4

/** What the guard counts of one plugin on one hook, since the process began. */
export class TapMetrics {
  calls = 0
  failures = 0
  timeouts = 0
  /** Calls over the soft limit of the hook. */
  slow = 0
  /** `accountId` 0: of no account. */
  lastError: { code: string; message: string; at: Date; accountId: number } | undefined
  readonly breaker = new Breaker()
  readonly #durations = new Uint32Array(buckets)

  took(milliseconds: number): void {
    this.calls += 1
    const bucket = bucketOf(milliseconds)
    this.#durations[bucket] = (this.#durations[bucket] ?? 0) + 1
  }

  failed(code: string, message: string, accountId: number): void {
    this.failures += 1
    this.lastError = { code, message, at: new Date(), accountId }
  }

  /** Milliseconds under which 95 of 100 calls stay; 0 without calls. */
  get p95(): number {
    return quantile(this.#durations, this.calls, 0.95)
  }

  addTo(sum: Uint32Array): void {
    for (let i = 0; i < buckets; i += 1) sum[i] = (sum[i] ?? 0) + (this.#durations[i] ?? 0)
  }
}

/** The p95 over several taps. */
export function p95Of(metrics: Iterable<TapMetrics>): number {
  const sum = new Uint32Array(buckets)
  let calls = 0
  for (const one of metrics) {
    one.addTo(sum)
    calls += one.calls
  }
  return quantile(sum, calls, 0.95)
}

function bucketOf(milliseconds: number): number {
  const microseconds = (milliseconds * 1000) | 0
  if (microseconds < stepsPerPower) return microseconds < 0 ? 0 : microseconds
  const power = 31 - Math.clz32(microseconds)
  return Math.min(buckets - 1, power * stepsPerPower + ((microseconds >> (power - 2)) & 3))
}

function quantile(durations: Uint32Array, calls: number, share: number): number {
  if (calls === 0) return 0
  let left = Math.ceil(calls * share)
  for (let i = 0; i < buckets; i += 1) {
    left -= durations[i] ?? 0
    if (left <= 0) return upperBound(i)
  }
  return upperBound(buckets - 1)
}

function upperBound(bucket: number): number {
  if (bucket < stepsPerPower) return (bucket + 1) / 1000
  const power = Math.floor(bucket / stepsPerPower)
  return (2 ** power * (1 + ((bucket % stepsPerPower) + 1) / stepsPerPower)) / 1000
}

/** Counters by plugin and hook; they outlive generations. */
export class Metrics {
  readonly #byPlugin = new Map<string, Map<string, TapMetrics>>()

  of(plugin: string, hook: string): TapMetrics {
    const hooks = this.hooksOf(plugin)
    const known = hooks.get(hook)
    if (known) return known
    const fresh = new TapMetrics()
    hooks.set(hook, fresh)
    return fresh
  }

  hooksOf(plugin: string): Map<string, TapMetrics> {
    const known = this.#byPlugin.get(plugin)
    if (known) return known
    const fresh = new Map<string, TapMetrics>()
    this.#byPlugin.set(plugin, fresh)
    return fresh
  }
}
