import type { Clock } from '@cordboard/plugin-sdk/onboarding'
import type { Memory } from './memory.ts'

// The provider takes ten registration calls of a number in 72 hours and locks it for as long at the eleventh.
const windowHours = 72
const mostCalls = 10
/** Leaves four to people. */
const mostAutomaticCalls = 6

/** When the calls of the last 72 hours were made, oldest first, those of earlier processes included. */
export function recentCalls({ attempts, facts, begunAt }: Memory, clock: Clock): number[] {
  const earlier = (facts?.registerCalls.at ?? []).filter((at) => at < begunAt)
  const since = clock.now - clock.hours(windowHours)
  return [...earlier, ...attempts.map(({ at }) => at)].filter((at) => at > since).sort((one, other) => one - other)
}

/** When the provider's lock ends, if there is one: nothing breaks it. */
export function lockedUntil({ blockedAt, facts }: Memory, clock: Clock): number | undefined {
  const last = Math.max(blockedAt ?? 0, facts?.registerCalls.blockedAt ?? 0)
  const until = last + clock.hours(windowHours)
  return last > 0 && until > clock.now ? until : undefined
}

/** When the next call is allowed, if not now. */
export function nextCallAt(memory: Memory, clock: Clock, manual: boolean): number | undefined {
  const locked = lockedUntil(memory, clock)
  if (locked !== undefined) return locked
  const calls = recentCalls(memory, clock)
  const most = manual ? mostCalls : mostAutomaticCalls
  const oldest = calls.at(-most)
  return oldest === undefined ? undefined : oldest + clock.hours(windowHours)
}

export const callsLeft = (memory: Memory, clock: Clock): number =>
  lockedUntil(memory, clock) === undefined ? Math.max(0, mostCalls - recentCalls(memory, clock).length) : 0
