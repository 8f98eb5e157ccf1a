import type { Middleware } from 'koa'
import { isTransient } from '../database/transient.ts'
import { CordboardError } from '../errors.ts'
import type { Log } from '../observe/log.ts'

/** Turns whatever was thrown into the contract's error bodies; only unforeseen errors are logged. */
export const answerErrors =
  (log: Log): Middleware =>
  async (context, next) => {
    try {
      await next()
    } catch (thrown) {
      const error = errorOf(thrown)
      if (error.status >= 500) log.error({ err: thrown, path: context.path, method: context.method }, 'request failed')
      context.status = error.status
      context.type = 'application/json'
      // An error of another copy of the class may lack what was added since.
      context.set(error.headers ?? {})
      const body = error.body ?? { error: error.message }
      context.body = typeof body === 'string' ? body : JSON.stringify(body)
    }
  }

/** What a client is told about whatever was thrown. */
export const errorOf = (thrown: unknown): CordboardError =>
  CordboardError.is(thrown) ? thrown : (ofDatabase(thrown) ?? unforeseen())

const unforeseen = () =>
  new CordboardError('server.error', 500, 'Internal Server Error', {
    body: { status: 500, error: 'Internal Server Error' },
  })

const uniqueViolation = '23505'
// Classes of values that a column can not hold: wrong text, out of range, broken rule, unknown reference.
const unstorable = /^(22|23)/
const tooLargeForIndex = '54000'
// Away, starting, out of connections, cancelled, deadlocked: trying again helps.
const passing = /^(08|53|57|40)|^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT)$/

function ofDatabase(thrown: unknown): CordboardError | undefined {
  const code = codeOf(thrown) ?? ''
  if (code === uniqueViolation) return invalid('record.taken', 'Has already been taken')
  if (unstorable.test(code) || code === tooLargeForIndex) return invalid('record.invalid', 'A value can not be stored')
  // A connection that nobody could get in time comes without a code.
  if (!passing.test(code) && !isTransient(thrown)) return undefined
  const message = 'The database does not answer at the moment. Try again.'
  return new CordboardError('database.away', 503, message, { headers: { 'Retry-After': '5' } })
}

const invalid = (code: string, message: string) =>
  new CordboardError(code, 422, message, { body: { message, attributes: [] } })

function codeOf(thrown: unknown): string | undefined {
  for (let error = thrown, depth = 0; typeof error === 'object' && error !== null && depth < 5; depth += 1) {
    const { code, cause } = error as { code?: unknown; cause?: unknown }
    if (typeof code === 'string') return code
    error = cause
  }
  return undefined
}
