import { CordboardError } from '../errors.ts'
import type { Refused } from './process-client.ts'

/** Every code of the processes themselves; tables of plugins have codes of their own. */
export const processErrors = {
  'process.ended': 'The process ended before it could answer. Look at the state of the inbox.',
  'process.failed': 'The process could not take the request. The log of the Temporal worker has the details.',
  'process.unknown': 'The inbox has no durable process, or belongs to another plugin.',
} as const

/** A wish that a process does not carry out. The plugin's route shows it as it is, or catches it by its name. */
export class ProcessRefused extends CordboardError {
  override readonly name = 'ProcessRefused'
  readonly retryAt: number | undefined
  constructor({ code, message, retryAt }: Refused) {
    super(code, 422, message, {
      body: { error: message, code, retry_at: retryAt === undefined ? null : new Date(retryAt).toISOString() },
    })
    this.retryAt = retryAt
  }
}

export const unknownProcess = (inboxId: number) =>
  new CordboardError('process.unknown', 404, `Inbox ${inboxId} has no durable process of this plugin`)
