import { ApiError } from '../data/api.ts'
import { t } from './language.ts'

/** Why the server refused something, in words for the person who wanted it. Errors of our own code are reported as such. */
export function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) {
    reportError(error)
    return t('shell.failure.server')
  }
  if (error.isUnreachable) return t('shell.failure.unreachable')
  if (error.status === 429) return t('shell.failure.tooOften')
  if (error.status >= 500) return t('shell.failure.server')
  return error.message
}
