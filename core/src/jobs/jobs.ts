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

export interface JobInfo {
  /** 1 for the first try. */
  attempt: number
  maxAttempts: number
  signal: AbortSignal
}

/** Work with retries that follows a change, on the database's own queue. */
export interface Jobs {
  define(name: string, handler: (payload: Record<string, unknown>, job: JobInfo) => Promise<void>): void
  /** Inside the entity manager's transaction when it has one: the job exists exactly if the change does. */
  enqueue(em: EntityManager, name: string, payload: Record<string, unknown>, options?: JobOptions): Promise<void>
  start(): Promise<void>
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
