import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../actor.ts'

/** The second argument of every hook: for whom, by whom, with which plugins. */
export interface Scope {
  /** 0 = the installation. */
  readonly accountId: number
  readonly actor: Actor
  /** Decision hooks: the open transaction. Facts: a fresh fork. Taking it on the inbound path moves the message to a transaction of its own. */
  readonly em: EntityManager
  /** Fires at the tap's deadline and at shutdown. */
  readonly signal: AbortSignal
  readonly requestId: string
  /** Plugins that were on for the account when the call began. */
  readonly plugins: ReadonlySet<string>
  /** Deliver to this plugin alone (retries). */
  readonly only?: string
}
