import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dueReminder, nextReminder, remindersOf } from './reminders.ts'
import { usualTimings } from './timings.ts'

const hour = 3_600_000
const reminders = remindersOf(usualTimings)
const give = (age: number, told: string[] = []) => dueReminder(reminders, age * hour, told)?.give.key

it('knows the usual reminders, with one at the moment of stalling', () => {
  expect(reminders.map(({ key, at }) => [key, at / hour])).toEqual([
    ['24h', 24],
    ['72h', 72],
    ['stalled', 168],
    ['14d', 336],
  ])
})

it('gives each in its time', () => {
  expect([23, 24, 71].map((age) => give(age))).toEqual([undefined, '24h', '24h'])
  expect(give(25, ['24h'])).toBeUndefined()
  expect(give(72, ['24h'])).toBe('72h')
  expect(nextReminder(reminders, 25 * hour, ['24h'])).toBe(72 * hour)
  expect(nextReminder(reminders, 999 * hour, [])).toBeUndefined()
})

it('gives one after a long outage, and never leaves out that it stalled', () => {
  expect(dueReminder(reminders, 100 * hour, [])).toMatchObject({ give: { key: '72h' }, passed: ['24h', '72h'] })
  expect(give(400)).toBe('stalled')
  expect(give(400, ['24h', '72h', 'stalled'])).toBe('14d')
})

it('gives none twice, whenever it is looked at', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 40 }), (times) => {
      const told: string[] = []
      const given: string[] = []
      for (const age of [...times].sort((one, other) => one - other)) {
        const due = dueReminder(reminders, age * hour, told)
        if (!due) continue
        given.push(due.give.key)
        told.push(...due.passed)
      }
      expect(new Set(given).size).toBe(given.length)
      if (times.some((age) => age >= 168)) expect(given).toContain('stalled')
    }),
  )
})
