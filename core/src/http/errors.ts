import type Koa from 'koa'
import { CordboardError } from '../errors.ts'
import type { Log } from '../observe/log.ts'

const uniqueViolation = '23505'
const unstorableValue = new Set(['22P02', '22003', '22021', '22P05', '22001', '23514', '23502'])

/** Turns whatever was thrown into the contract's error bodies; only unforeseen errors are logged. */
export const answerErrors =
  (log: Log): Koa.Middleware =>
  async (context, next) => {
    try {
      await next()
    } catch (thrown) {
      const error = known(thrown)
      if (!error) log.error({ err: thrown, path: context.path, method: context.method }, 'request failed')
      context.status = error?.status ?? 500
      context.type = 'application/json'
      context.body = JSON.stringify(error?.body ?? { status: 500, error: 'Internal Server Error' })
    }
  }

function known(thrown: unknown): CordboardError | undefined {
  if (CordboardError.is(thrown)) return thrown
  const code = databaseCode(thrown)
  if (code === uniqueViolation)
    return new CordboardError('record.taken', 422, 'Has already been taken', {
      body: { message: 'Has already been taken', attributes: [] },
    })
  if (code && unstorableValue.has(code))
    return new CordboardError('record.invalid', 422, 'A value can not be stored', {
      body: { message: 'A value can not be stored', attributes: [] },
    })
  return undefined
}

function databaseCode(thrown: unknown): string | undefined {
  const code =
    (thrown as { code?: unknown } | null)?.code ?? (thrown as { cause?: { code?: unknown } } | null)?.cause?.code
  return typeof code === 'string' ? code : undefined
}
