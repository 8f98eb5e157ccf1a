import { type Clock, defineOnboarding } from '@cordboard/plugin-sdk/onboarding'
import { expect, it } from 'vitest'
import type { NumberFacts } from './facts.ts'
import { decide, learn, type Memory, onboarding } from './onboarding.ts'

const now = Date.parse('2026-11-23T09:00:00Z')
const clock: Clock = { now, hours: (n) => n * 3_600_000, minutes: (n) => n * 60_000, seconds: (n) => n * 1000 }
const facts: NumberFacts = { number: '+15550104477', state: 'bought', proof: 'approved', rejection: null }
const nothing = onboarding.begin({ now })
const seen = (more: Partial<NumberFacts> = {}, memory: Memory = nothing): Memory =>
  learn(memory, { type: 'observed', at: now, facts: { ...facts, ...more } })
const tried = (at: number, kind: 'refused' | 'unanswered') =>
  learn(learn(seen(), { type: 'acting', at, action: 'activate', by: 'automatic' }), {
    type: 'failed',
    at,
    action: 'activate',
    by: 'automatic',
    problem: { kind, message: 'not ready' },
  })

it.each([
  [
    'a key that died',
    learn(seen(), { type: 'unobserved', at: now, problem: { kind: 'credentials', message: 'no' } }),
    { do: 'ask', reason: 'reauthorize' },
  ],
  [
    'a look that failed',
    learn(seen(), { type: 'unobserved', at: now, problem: { kind: 'unreadable', message: 'no' } }),
    { do: 'wait', state: 'checking' },
  ],
  ['a number that is active', seen({ state: 'active' }), { do: 'finish' }],
  ['a number that was given back', seen({ state: 'released' }), { do: 'fail', reason: 'released' }],
  ['no proof', seen({ proof: 'missing' }), { do: 'ask', reason: 'address_proof' }],
  [
    'a rejected proof',
    seen({ proof: 'rejected', rejection: 'blurred' }),
    { do: 'ask', why: 'The proof of address was rejected: blurred.' },
  ],
  ['a proof under review', seen({ proof: 'in_review' }), { do: 'wait', state: 'address_proof_in_review' }],
  ['an approved proof', seen(), { do: 'act', action: 'activate' }],
  [
    'an activation nobody answered',
    tried(now, 'unanswered'),
    { do: 'wait', state: 'confirming', hold: true, until: now + 15_000 },
  ],
  ['the same ten minutes later', tried(now - 600_000, 'unanswered'), { do: 'act', action: 'activate' }],
  [
    'a refused activation',
    tried(now, 'refused'),
    { do: 'wait', state: 'confirming', hold: false, until: now + 3_600_000 },
  ],
  [
    'a person who asks for a try',
    learn(tried(now, 'refused'), { type: 'asked', at: now, wish: { name: 'activate', id: '1', detail: {} } }),
    { do: 'act', action: 'activate' },
  ],
])('of %s makes a decision', (_, memory, decision) => {
  expect(decide(memory, clock)).toMatchObject(decision)
})

it('refuses to activate what is active', () => {
  const wish = { name: 'activate', id: '1', detail: {} }
  expect(onboarding.refuse?.(seen({ state: 'active' }), wish, clock)).toMatchObject({ code: 'active' })
  expect(onboarding.refuse?.(seen(), wish, clock)).toBeUndefined()
})

it('has words for every occasion', () => {
  for (const occasion of [
    { kind: 'asked', reason: 'address_proof', why: 'Upload it.' },
    { kind: 'reminder', after: '24h', state: 'confirming' },
    { kind: 'stalled', state: 'confirming' },
    { kind: 'failed', reason: 'released', why: 'It was given back.' },
    { kind: 'live' },
  ] as const)
    expect(defineOnboarding(onboarding).describe(occasion)).toMatchObject({
      title: expect.stringMatching(/phone number/),
    })
})
