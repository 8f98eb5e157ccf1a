import type { ProcessProblem } from './onboarding.ts'

const brand = Symbol.for('cordboard.error')

class PluginError extends Error {
  readonly [brand] = true
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = status
  }

  /** Body for HTTP clients. */
  get body(): unknown {
    return { error: this.message }
  }
}

/** The provider said no for good: the message fails with this text and is not tried again. */
export class PermanentError extends PluginError {
  override readonly name = 'PermanentError'
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(code, 422, message, options)
  }
}

/** Worth another try: after `retryAfterSeconds` where the provider named a time, else with back-off. */
export class RetryableError extends PluginError {
  override readonly name = 'RetryableError'
  readonly retryAfterSeconds: number | undefined
  constructor(code: string, message: string, options: ErrorOptions & { retryAfterSeconds?: number } = {}) {
    super(code, 503, message, options)
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** The credentials are dead: the inbox asks its administrators to connect it again. */
export class ReauthorizationError extends PluginError {
  override readonly name = 'ReauthorizationError'
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(code, 401, message, options)
  }
}

/** Stops a command; `message` is shown to the person who tried, beside the fields of `attributes` where a form has them. */
export class Refusal extends PluginError {
  override readonly name = 'Refusal'
  readonly attributes: string[] | undefined
  constructor(code: string, message: string, { attributes }: { attributes?: string[] } = {}) {
    super(code, 422, message)
    this.attributes = attributes
  }

  override get body(): unknown {
    return this.attributes ? { message: this.message, attributes: this.attributes } : super.body
  }
}

/**
 * A channel could not be observed, or an action came to nothing: what `observe` and `act` throw. The problem reaches the
 * table of the process as an event; secrets have no place in it.
 */
export class ProcessFailure extends PluginError {
  override readonly name = 'ProcessFailure'
  readonly problem: ProcessProblem
  /** Whether the same call may simply be made again before the table hears of the problem. */
  readonly retry: boolean
  constructor(problem: ProcessProblem, { retry = false, ...options }: ErrorOptions & { retry?: boolean } = {}) {
    super(`process.${problem.kind}`, 503, problem.message, options)
    this.problem = problem
    this.retry = retry
  }
}
