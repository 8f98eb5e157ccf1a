import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../actor.ts'
import { currentCall } from './running.ts'

/** The second argument of every hook: on whose behalf, with which rights, until when. */
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

/** A tap of a fact that failed in a call: the dispatcher has it tried again for this plugin alone. */
export interface TapFailure {
  plugin: string
  hook: string
  error: Error
}

/** What the caller of a hook knows beyond what taps see. */
export interface CallScope extends Scope {
  /** Filled by the guard, for hooks whose failures are retried. */
  readonly failures: TapFailure[]
}

export interface ScopeParts {
  accountId: number
  actor: Actor
  /** The entity manager, or how to get it when a tap takes it. */
  em: EntityManager | (() => EntityManager)
  signal: AbortSignal
  requestId: string
  plugins: ReadonlySet<string>
  only: string | undefined
}

export const createScope = (parts: ScopeParts): CallScope => new SharedScope(parts)

// One object for all taps of a call: the signal is made only for the tap that asks, because most never do.
class SharedScope implements CallScope {
  readonly accountId: number
  readonly actor: Actor
  readonly requestId: string
  readonly plugins: ReadonlySet<string>
  declare readonly only?: string
  readonly failures: TapFailure[] = []
  readonly #em: ScopeParts['em']
  readonly #signal: AbortSignal

  constructor(parts: ScopeParts) {
    this.accountId = parts.accountId
    this.actor = parts.actor
    this.requestId = parts.requestId
    this.plugins = parts.plugins
    if (parts.only !== undefined) this.only = parts.only
    this.#em = parts.em
    this.#signal = parts.signal
  }

  get em(): EntityManager {
    return typeof this.#em === 'function' ? this.#em() : this.#em
  }

  get signal(): AbortSignal {
    return currentCall()?.signalWith(this.#signal) ?? this.#signal
  }
}
