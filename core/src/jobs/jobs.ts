import type { EntityManager } from '@mikro-orm/postgresql'

export interface JobOptions {
  /** Not before this time. */
  runAt?: Date
  /** A later job with the same key replaces a waiting one. */
  key?: string
  /** Jobs of one queue run one after another. */
  queue?: string
  /** Default 6. */
  maxAttempts?: number
}

export interface JobRequest extends JobOptions {
  name: string
  payload: Record<string, unknown>
}

export interface JobInfo {
  /** 1 for the first try. */
  attempt: number
  maxAttempts: number
  signal: AbortSignal
}

export type JobWork = (payload: Record<string, unknown>, job: JobInfo) => Promise<void>

/** Work with retries that follows a change, on the database's own queue. */
export interface Jobs {
  define(name: string, handler: JobWork): void
  /** Runs `handler` at the times of `cron` (five fields, UTC), on one process, with the retries of any job. */
  schedule(name: string, cron: string, handler: JobWork): void
  /**
   * Inside the entity manager's transaction when it has one: the job exists exactly if the change does. Without one it is put
   * there at once, on a connection of the queue's own.
   */
  enqueue(
    em: EntityManager | undefined,
    name: string,
    payload: Record<string, unknown>,
    options?: JobOptions,
  ): Promise<void>
  /** Several jobs in one statement. */
  enqueueAll(em: EntityManager | undefined, requests: readonly JobRequest[]): Promise<void>
  start(): Promise<void>
  /** Waits for what is running, up to a few seconds; the rest runs elsewhere or at the next start. */
  stop(): Promise<void>
}

/** Thrown by a job to say when to try again, in place of the usual back-off. */
export class TryAgainAt extends Error {
  readonly at: Date
  constructor(at: Date, cause?: unknown) {
    super(`Try again at ${at.toISOString()}`, { cause })
    this.at = at
  }
}
