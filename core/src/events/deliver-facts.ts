import type { Actor } from '../actor.ts'
import type { Core } from '../core.ts'
import { type CordboardHooks, catalogue } from '../kernel/catalogue.ts'
import type { Fact } from '../kernel/facts.ts'
import type { FactHook } from '../kernel/hook-kinds.ts'
import type { LoggedEvent } from './dispatcher.ts'

type AnyFact = FactHook<Record<string, unknown>>

/** The fact hook of an event's name, where plugins listen to it. */
function hookOf(hooks: CordboardHooks, name: string): AnyFact | undefined {
  const hook = (hooks as unknown as Record<string, AnyFact | undefined>)[name]
  return hook && 'taps' in hook && hook.taps.length > 0 ? hook : undefined
}

const factNames = Object.entries<{ kind: string }>(catalogue).flatMap(([name, { kind }]) =>
  kind === 'fact' ? [name] : [],
)

/** Whether any plugin, on or off, listens to any fact. */
export const isAnyFactTapped = (core: Core): Promise<boolean> =>
  core.kernel.run(async (hooks) => factNames.some((name) => hookOf(hooks, name) !== undefined))

/** For each event the plugins that are on for its account and listen to it. */
export async function listenersOf(
  core: Core,
  events: readonly LoggedEvent[],
): Promise<{ event: LoggedEvent; plugin: string }[]> {
  return core.kernel.run(async (hooks) => {
    const plugins = new Map<number, ReadonlySet<string>>()
    const pairs: { event: LoggedEvent; plugin: string }[] = []
    for (const event of events) {
      const hook = hookOf(hooks, event.name)
      if (!hook) continue
      const { accountId } = event
      if (!plugins.has(accountId))
        plugins.set(accountId, (await core.kernel.scope({ accountId, em: () => core.orm.em.fork() })).plugins)
      const enabled = plugins.get(accountId) as ReadonlySet<string>
      for (const plugin of new Set(hook.taps.map(({ name }) => name)))
        if (enabled.has(plugin)) pairs.push({ event, plugin })
    }
    return pairs
  })
}

/** Tells one plugin one fact; answers why it failed. `off`: the plugin is not on for the account any more. */
export async function deliverFact(core: Core, event: LoggedEvent, plugin: string): Promise<'done' | 'off' | Error> {
  return core.kernel.run(async (hooks) => {
    const hook = hookOf(hooks, event.name)
    if (!hook) return 'off'
    let em: ReturnType<typeof core.orm.em.fork> | undefined
    const fork = () => {
      em ??= core.orm.em.fork()
      return em
    }
    const scope = await core.kernel.scope({
      accountId: event.accountId,
      em: fork,
      actor: (event.actor ?? { kind: 'system' }) as unknown as Actor,
      requestId: `event:${event.id}`,
      only: plugin,
    })
    if (!scope.plugins.has(plugin)) return 'off'
    try {
      await hook.promise(factOf(event), scope)
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
    return scope.failures.find((failure) => failure.plugin === plugin)?.error ?? 'done'
  })
}

const factOf = ({ id, accountId, name, subjectId, payload, occurredAt }: LoggedEvent): Fact => ({
  id,
  accountId,
  name,
  subjectId,
  payload,
  occurredAt: occurredAt.toISOString(),
})
