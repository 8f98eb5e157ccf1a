import { expect, it } from 'vitest'
import { waitBefore, withJitter } from './poll-schedule.ts'
import { readPolls, readSpan, usualTimings } from './timings.ts'

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]

it('reads spans as operators write them, and names what is none', () => {
  expect(['90s', '5m', ' 24h', '7d', '1.5h'].map(readSpan)).toEqual([90_000, 5 * minute, day, 7 * day, 1.5 * hour])
  for (const wrong of ['', '5', '5 weeks', '-1h']) expect(() => readSpan(wrong)).toThrow('is no span of time')
  expect(() => readPolls('5x1m')).toThrow('how often to look in the end')
})

it('looks often at first, then the slower the longer it takes', () => {
  const polls = readPolls(usualTimings.polls)
  const waits = Array.from({ length: 25 }, (_, step) => waitBefore(polls, step, 0) / minute)
  expect(waits).toEqual([...Array(5).fill(1), ...Array(6).fill(5), ...Array(12).fill(30), 120, 120])
  expect([47 * hour, 48 * hour, 6 * day, 7 * day, 29 * day].map((age) => waitBefore(polls, 99, age) / hour)).toEqual([
    2, 6, 6, 12, 12,
  ])
})

it('looks often again after a wake-up, however old the process is', () => {
  expect(waitBefore(readPolls(usualTimings.polls), 0, 20 * day)).toBe(minute)
})

it('strays by a fifth at most', () => {
  expect([0, 0.5, 1].map((chance) => withJitter(1000, chance))).toEqual([800, 1000, 1200])
})
