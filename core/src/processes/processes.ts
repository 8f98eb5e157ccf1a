import type { EntityManager } from '@mikro-orm/postgresql'
import type { ProcessNews, ProcessWish, TellOptions } from '../kernel/context.ts'
import type { ProcessSubject } from './process.ts'
import type { ChannelProgress } from './progress.ts'

export interface Snapshot {
  at: string
  facts: Record<string, unknown>
}

/** The core's side of durable processes. Nothing here talks to Temporal: calls are rows that the worker carries out. */
export interface Processes {
  /** Whether channels of this type are onboarded and watched by durable processes. */
  runFor(channelType: string): boolean
  /** Starts onboarding with the transaction that calls for it. */
  start(em: EntityManager, subject: ProcessSubject, because: string): Promise<void>
  /** Ends what runs for an inbox that goes away. */
  cancel(em: EntityManager, subject: ProcessSubject, by: number | undefined): Promise<void>
  /** Tells the processes of the account that plugins were switched for it. */
  switched(em: EntityManager, accountId: number, pluginIds: readonly string[], isOn: boolean): Promise<void>
  /** Without an entity manager it is durable when it resolves. */
  tell(em: EntityManager | undefined, subject: ProcessSubject, news: ProcessNews, options?: TellOptions): Promise<void>
  /** In no transaction: whoever carries the wish out must see it. */
  ask(
    subject: ProcessSubject,
    wish: ProcessWish,
    options?: { withinMilliseconds?: number },
  ): Promise<Record<string, unknown> | 'queued'>
  progress(subject: ProcessSubject): Promise<(ChannelProgress & { stale: boolean }) | undefined>
  snapshots(subject: ProcessSubject, days: number): Promise<Snapshot[]>
  /** The inbox as a subject, if its channel is of one of these types and it is not being deleted. */
  subject(inboxId: number, channelTypes: readonly string[]): Promise<ProcessSubject | undefined>
  link(workflowId: string): string | undefined
}
