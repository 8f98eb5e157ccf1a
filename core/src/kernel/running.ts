import { AsyncLocalStorage } from 'node:async_hooks'

const tickMilliseconds = 20
const running = new AsyncLocalStorage<RunningCall>()

/** A tap, or a route or job of a plugin, that is running: log lines, HTTP and SQL are attributed by it. */
export class RunningCall {
  readonly plugin: string
  readonly hook: string
  readonly requestId: string
  /** Tick of the shared clock at which the hard limit is over. */
  expiresAt = Number.POSITIVE_INFINITY
  #controller: AbortController | undefined
  #expired = false
  readonly #expire: () => void

  constructor(plugin: string, hook: string, requestId: string, expire: () => void) {
    this.plugin = plugin
    this.hook = hook
    this.requestId = requestId
    this.#expire = expire
  }

  /** A signal that fires with the given one and at this call's deadline. Made only when asked for. */
  signalWith(outer: AbortSignal): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#expired) this.#controller.abort(deadlineReason(this))
    return AbortSignal.any([outer, this.#controller.signal])
  }

  expire(): void {
    this.#expired = true
    this.#controller?.abort(deadlineReason(this))
    this.#expire()
  }
}

const deadlineReason = (call: RunningCall) =>
  new DOMException(`Plugin "${call.plugin}" has used up its time in ${call.hook}`, 'TimeoutError')

/** The call that the running code belongs to. */
export const currentCall = (): RunningCall | undefined => running.getStore()

/** Runs `work` attributed to the call. */
export const runAs = <Result, Arguments extends unknown[]>(
  call: RunningCall,
  work: (...values: Arguments) => Result,
  ...values: Arguments
): Result => running.run(call, work, ...values)

// One ticker for all deadlines. It counts ticks, not time: while somebody blocks the loop no tick passes, so a plugin
// that blocks does not use up the time of the others that wait beside it.
const watched = new Set<RunningCall>()
let tick = 0
let ticker: NodeJS.Timeout | undefined

/** Expires the call after `milliseconds` of a loop that was free to run, unless it is unwatched before. */
export function watch(call: RunningCall, milliseconds: number): void {
  call.expiresAt = tick + Math.ceil(milliseconds / tickMilliseconds) + 1
  watched.add(call)
  // Outside of any call: the ticker must not carry the first caller's context to the others.
  ticker ??= running.exit(() => setInterval(advance, tickMilliseconds).unref())
}

/** False when the call had expired already. */
export const unwatch = (call: RunningCall): boolean => watched.delete(call)

function advance(): void {
  tick += 1
  if (watched.size === 0) {
    clearInterval(ticker)
    ticker = undefined
    return
  }
  for (const call of watched) {
    if (call.expiresAt > tick) continue
    watched.delete(call)
    call.expire()
  }
}
