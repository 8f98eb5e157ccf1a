import type { Polls } from './timings.ts'

/**
 * How long to wait before look number `step` of a channel that has been waiting for `age`: quick at first and after every
 * wake-up, then the slower the longer it takes.
 */
export const waitBefore = (polls: Polls, step: number, age: number): number =>
  polls.quick[step] ?? slowWait(polls.slow, age)

const slowWait = (slow: Polls['slow'], age: number): number =>
  (slow.findLast(({ from }) => age >= from) ?? (slow[0] as Polls['slow'][number])).every

/** A fifth more or less, so that a thousand channels do not look in the same second. `chance` is between 0 and 1. */
export const withJitter = (wait: number, chance: number): number => Math.round(wait * (0.8 + 0.4 * chance))
