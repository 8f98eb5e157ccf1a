import { type Clock, defineOnboarding, type Json, type Wish } from '@cordboard/plugin-sdk/onboarding'
import { lockedUntil, nextCallAt } from './budget.ts'
import { decide } from './decide.ts'
import { describe } from './describe.ts'
import { isLive, type WhatsappFacts } from './facts.ts'
import { begin, learn, type Memory } from './memory.ts'

/** How a WhatsApp number goes live. */
export const onboarding = defineOnboarding<Memory, WhatsappFacts>({
  begin,
  learn,
  decide,
  news: [
    'displayNameDecision',
    'displayNameUpdated',
    'accountUpdate',
    'accountReview',
    'qualityUpdate',
    'numberVerified',
    'numberAdded',
    'pinProvided',
    'tokenRefreshed',
    'retryNow',
    'sendingTrouble',
    'cancel',
  ],
  wishes: ['completeRegistration'],
  refuse,
  answer,
  describe,
  memo: ({ facts }) => (facts?.phoneNumberId ? { phoneNumberId: facts.phoneNumberId } : {}),
  actions: {
    subscribe: { summary: 'Tell WhatsApp where to send messages' },
    register: { summary: 'Register the number', once: true, counts: true },
    deregister: { summary: 'Finish an earlier deregistration', once: true, counts: true },
    adoptNumber: { summary: 'Take the number that was added to the account' },
    activate: { summary: 'Switch the number on' },
  },
})

/** Another registration call would be refused by the provider, or lock the number: then a person hears it from us. */
function refuse(memory: Memory, _: Wish, clock: Clock) {
  const retryAt = nextCallAt(memory, clock, true)
  if (retryAt === undefined) return undefined
  return lockedUntil(memory, clock) === undefined
    ? {
        code: 'budget',
        message: 'WhatsApp takes ten registrations of a number in 72 hours, and they are used up',
        retryAt,
      }
    : { code: 'cooldown', message: 'WhatsApp locked the registration of this number for 72 hours', retryAt }
}

function answer({ activated, facts, attempts, blind, dead }: Memory): Json {
  const problem = dead ?? blind ?? attempts.at(-1)?.problem
  const registered = activated || (facts?.number ? isLive(facts.number) : false)
  return { registered, error: registered ? null : (problem ?? null) }
}
