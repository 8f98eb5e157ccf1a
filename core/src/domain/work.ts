import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../actor.ts'
import type { Core } from '../core.ts'
import type { AccountRequest } from '../http/route.ts'
import type { Bail, Waterfall } from '../kernel/hook-kinds.ts'

/** On whose behalf a command works, and in which transaction. */
export interface Work {
  core: Core
  em: EntityManager
  accountId: number
  actor: Actor
  requestId: string
}

/** The work of a request inside an account. */
export const workOf = ({ core, em, account, actor, requestId }: AccountRequest): Work => ({
  core,
  em,
  accountId: account.id,
  actor,
  requestId,
})

type Hook<Payload, Answer> = Pick<Waterfall<Payload> | Bail<Payload, Answer>, 'isUsed'> & {
  promise(payload: Payload, scope: Awaited<ReturnType<Core['kernel']['scope']>>): Promise<Answer | undefined>
}

/** Asks the plugins before a change: nobody is asked, and nothing is paid, where no plugin listens. */
export async function ask<Payload, Answer>(
  { core, em, accountId, actor, requestId }: Work,
  pick: (hooks: Parameters<Parameters<Core['kernel']['run']>[0]>[0]) => Hook<Payload, Answer>,
  payload: Payload,
): Promise<Answer | undefined> {
  return core.kernel.run(async (hooks) => {
    const hook = pick(hooks)
    if (!hook.isUsed()) return undefined
    return hook.promise(payload, await core.kernel.scope({ accountId, em, actor, requestId }))
  })
}
