const brand = Symbol.for('cordboard.error')

export interface CordboardErrorOptions extends ErrorOptions {
  body?: unknown
  headers?: Record<string, string>
}

/** An error whose code is part of the public contract. Recognised across package copies by `CordboardError.is`. */
export class CordboardError extends Error {
  readonly [brand] = true
  override readonly name: string = 'CordboardError'
  readonly code: string
  /** HTTP status when the error reaches a client. */
  readonly status: number
  /** JSON body for clients of the public contract, where it is more than `{"error": message}`. */
  readonly body: unknown
  /** Headers of the answer, where an error has some of its own. */
  readonly headers: Record<string, string>

  constructor(code: string, status: number, message: string, options: CordboardErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.status = status
    this.body = options.body ?? { error: message }
    this.headers = options.headers ?? {}
  }

  static is(value: unknown): value is CordboardError {
    return typeof value === 'object' && value !== null && brand in value
  }
}

/** 404 for a row that does not exist in the account of the request. */
export const notFound = () => new CordboardError('record.missing', 404, 'Resource could not be found')

/** 401 for a role that may not do this: the public contract answers 401, not 403. */
export const forbidden = (message = 'You are not authorized to do this action') =>
  new CordboardError('access.denied', 401, message)

/** 401 for a request without a valid session. */
export const unauthenticated = () => {
  const message = 'You need to sign in or sign up before continuing.'
  return new CordboardError('session.missing', 401, message, { body: { errors: [message] } })
}

/** 422 for a record that breaks a rule. `problems` maps the attribute (wire name) to its sentence. */
export const invalidRecord = (problems: Record<string, string>) => {
  const message = Object.values(problems).join(', ')
  return new CordboardError('record.invalid', 422, message, { body: { message, attributes: Object.keys(problems) } })
}

/** 422 for a business rule or a malformed request. */
export const unprocessable = (message: string, code = 'request.unprocessable') => new CordboardError(code, 422, message)

/** Thrown by a plugin's tap to stop a command: `userMessage` is shown to the person who tried. */
export class Refusal extends CordboardError {
  override readonly name = 'Refusal'
  constructor(code: string, userMessage: string) {
    super(code, 422, userMessage)
  }
}
