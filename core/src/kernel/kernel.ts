import type { EntityManager } from '@mikro-orm/postgresql'
import { type Actor, systemActor } from '../actor.ts'
import type { CordboardHooks } from './catalogue.ts'
import { createHooks } from './catalogue.ts'
import type { Scope } from './scope.ts'

/** The one way from the core to its plugins. */
export interface Kernel {
  /** Runs `work` on the serving generation and keeps that generation alive until it is done. */
  run<Result>(work: (hooks: CordboardHooks) => Promise<Result>): Promise<Result>
  /** A scope with the account's plugins as they are now. */
  scope(request: ScopeRequest): Promise<Scope>
}

export interface ScopeRequest {
  accountId: number
  em: EntityManager
  actor?: Actor
  requestId?: string
  signal?: AbortSignal
  only?: string
}

export function createKernel(): Kernel {
  const hooks = createHooks()
  return {
    run: (work) => work(hooks),
    scope: async ({ accountId, em, actor = systemActor, requestId = '', signal = AbortSignal.timeout(60_000) }) => ({
      accountId,
      actor,
      em,
      signal,
      requestId,
      plugins: new Set<string>(),
    }),
  }
}
