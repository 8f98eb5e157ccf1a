import {
  type Clock,
  type Decision,
  defineOnboarding,
  type NoticeText,
  type Occasion,
  type ProcessEvent,
  type ProcessProblem,
} from '@cordboard/plugin-sdk/onboarding'
import type { NumberFacts } from './facts.ts'

/** All that the table decides by. Plain data: it is stored and read again. */
export interface Memory extends Record<string, unknown> {
  facts: NumberFacts | null
  /** Why the last look saw nothing. */
  blind: ProcessProblem | null
  /** The last activation: begun before the call, so that it counts even when nobody heard how it went. */
  tried: { at: number; outcome: 'under way' | 'done' | 'refused' | 'unanswered'; message: string | null } | null
  /** A person, or an approval, asks for a try before its time. */
  again: boolean
}

/** bought → address proof under review → active. */
export const onboarding = defineOnboarding<Memory, NumberFacts>({
  begin: () => ({ facts: null, blind: null, tried: null, again: false }),
  learn,
  decide,
  news: ['proofUploaded', 'proofDecided'],
  wishes: ['activate'],
  refuse: ({ facts }) =>
    facts?.state === 'active' ? { code: 'active', message: 'This number is active already' } : undefined,
  actions: { activate: { summary: 'Activate the number', once: true, counts: true } },
  answer: ({ facts }) => ({ active: facts?.state === 'active' }),
  memo: ({ facts }) => ({ proof: facts?.proof ?? 'unknown' }),
  describe,
})

export function learn(memory: Memory, event: ProcessEvent<NumberFacts>): Memory {
  switch (event.type) {
    case 'observed':
      return { ...memory, facts: event.facts, blind: null }
    case 'unobserved':
      return { ...memory, blind: event.problem }
    case 'acting':
      return { ...memory, again: false, tried: { at: event.at, outcome: 'under way', message: null } }
    case 'acted':
      return { ...memory, tried: { at: event.at, outcome: 'done', message: null } }
    case 'failed': {
      const { kind, message } = event.problem
      return { ...memory, tried: { at: event.at, outcome: kind === 'unanswered' ? 'unanswered' : 'refused', message } }
    }
    case 'told':
      return event.news.name === 'proofDecided' ? { ...memory, again: true } : memory
    case 'asked':
      return { ...memory, again: true }
  }
}

/** The first row that fits wins. Pure: the same memory and time, the same decision. */
export function decide({ facts, blind, tried, again }: Memory, clock: Clock): Decision {
  if (blind?.kind === 'credentials')
    return { do: 'ask', reason: 'reauthorize', why: 'The provider no longer accepts the API key.' }
  if (blind || !facts)
    return { do: 'wait', state: 'checking', why: 'The provider could not be asked; nothing is done until it can.' }
  if (facts.state === 'active') return { do: 'finish', why: 'The number is active.' }
  if (facts.state === 'released')
    return { do: 'fail', reason: 'released', why: 'The number was given back to the provider.' }
  if (facts.proof === 'missing')
    return {
      do: 'ask',
      reason: 'address_proof',
      why: 'The provider needs a proof of address: upload it in its console.',
    }
  if (facts.proof === 'rejected')
    return {
      do: 'ask',
      reason: 'address_proof_rejected',
      why: `The proof of address was rejected: ${facts.rejection ?? 'no reason given'}.`,
    }
  if (facts.proof === 'in_review')
    return {
      do: 'wait',
      state: 'address_proof_in_review',
      why: 'The provider reviews the proof of address; that takes up to three days.',
    }
  if (!tried || again)
    return { do: 'act', action: 'activate', state: 'activating', why: 'The proof of address is approved.' }
  return afterTrying(tried, clock)
}

// A call whose answer never came may have been carried out: looking tells, a second call would be paid for twice.
function afterTrying({ at, outcome, message }: NonNullable<Memory['tried']>, clock: Clock): Decision {
  const settled = at + clock.minutes(outcome === 'refused' ? 60 : 10)
  if (clock.now >= settled)
    return { do: 'act', action: 'activate', state: 'activating', why: 'The last try came to nothing.' }
  const soon = outcome === 'refused' ? settled : Math.min(settled, clock.now + clock.seconds(15))
  const why =
    outcome === 'refused'
      ? `The provider refused: ${message}. It is tried again later.`
      : 'It is looked whether the activation worked.'
  return { do: 'wait', state: 'confirming', why, until: soon, hold: outcome !== 'refused' }
}

function describe(occasion: Occasion): NoticeText {
  switch (occasion.kind) {
    case 'asked':
      return { severity: 'warning', title: 'A phone number needs you', text: occasion.why }
    case 'reminder':
      return {
        severity: 'warning',
        title: 'A phone number still waits',
        text: `It is not active after ${occasion.after}.`,
      }
    case 'stalled':
      return {
        severity: 'critical',
        title: 'A phone number is stalled',
        text: 'Ask the provider what holds the review up.',
      }
    case 'failed':
      return { severity: 'critical', title: 'A phone number could not be activated', text: occasion.why }
    case 'live':
      return { severity: 'info', title: 'A phone number is active', text: 'Messages can be sent and received.' }
  }
}
