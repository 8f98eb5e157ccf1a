import { expect, it } from 'vitest'
import { readSettings } from './read-settings.ts'

it('takes the times of durable processes as operators write them', () => {
  const settings = readSettings({
    CORDBOARD_PROCESS_PACE: '60',
    CORDBOARD_ONBOARDING_REMINDERS: '12h, 2d',
    CORDBOARD_ONBOARDING_STALLED: '5d',
    CORDBOARD_ONBOARDING_POLLS: '10x30s, 5m, 24h:1h',
  })

  expect(settings).toMatchObject({
    processPace: 60,
    onboardingReminders: '12h,2d',
    onboardingStalled: '5d',
    onboardingGiveUp: '30d',
    onboardingPolls: '10x30s,5m,24h:1h',
  })
})

it.each([
  ['CORDBOARD_PROCESS_PACE', '0', 'must be a number from 1'],
  ['CORDBOARD_PROCESS_PACE', 'fast', 'must be a number from 1'],
  ['CORDBOARD_ONBOARDING_REMINDERS', '24h,1d', 'must hold spans of time, each longer'],
  ['CORDBOARD_ONBOARDING_REMINDERS', 'daily', 'must be a span of time'],
  ['CORDBOARD_ONBOARDING_GIVE_UP', '0d', 'must be a span of time'],
  ['CORDBOARD_ONBOARDING_POLLS', '5x1m', 'must say how often to look'],
  ['CORDBOARD_ONBOARDING_POLLS', 'often', 'must say how often to look'],
  ['CORDBOARD_ONBOARDING_POLLS', '5x,2h', 'must say how often to look'],
])('says what is wrong with %s=%s', (name, value, problem) => {
  expect(() => readSettings({ [name]: value })).toThrow(`${name} ${problem}`)
  expect(() => readSettings({ [name]: value })).toThrow('For example')
})
