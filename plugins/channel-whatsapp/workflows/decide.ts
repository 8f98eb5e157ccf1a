import type { Clock, Decision, ProcessProblem } from '@cordboard/plugin-sdk/onboarding'
import { lockedUntil, nextCallAt } from './budget.ts'
import { isApproved, isLive, isRefused, type NumberFacts, saysNothing } from './facts.ts'
import type { Attempt, Memory } from './memory.ts'

/** A row of the table: a decision where it fits. */
export type Row = (memory: Memory, clock: Clock) => Decision | undefined

/** What to do about a number that is to go live: the first row that fits. */
export function decide(memory: Memory, clock: Clock): Decision {
  for (const row of table) {
    const decision = row(memory, clock)
    if (decision) return decision
  }
  return waitForName(memory, clock)
}

export const finished: Row = ({ activated }) =>
  activated ? { do: 'finish', why: 'The number is live: customers can write to it and you can answer.' } : undefined

export const cancelled: Row = ({ cancelled }) =>
  cancelled ? { do: 'cancel', why: 'Somebody stopped the set-up of this number, or its inbox is gone.' } : undefined

export const endedByProvider: Row = ({ ended }) => {
  switch (ended) {
    case undefined:
      return undefined
    case 'ACCOUNT_DELETED':
      return { do: 'fail', reason: 'account_deleted', why: 'The WhatsApp Business account was deleted at Meta.' }
    case 'DISABLE':
      return { do: 'fail', reason: 'account_disabled', why: 'Meta disabled the WhatsApp Business account.' }
    default:
      return {
        do: 'ask',
        reason: 'reauthorize',
        why: 'The business took Cordboard’s access to its WhatsApp account away. Connect the number again.',
      }
  }
}

export const deadToken: Row = ({ dead }) =>
  dead && {
    do: 'ask',
    reason: 'reauthorize',
    why: `WhatsApp no longer accepts the access token (${words(dead)}). Connect the number again.`,
  }

const patientTries = 3

/** Before all else, so that neither a message nor the decision on the name is missed; what fails for long is a side matter. */
export const notSubscribed: Row = ({ webhook, attempts }, clock) => {
  if (webhook.done) return undefined
  const subscribe: Decision = {
    do: 'act',
    action: 'subscribe',
    state: 'subscribing',
    why: 'WhatsApp is told where to send messages and news of this number.',
    input: { failures: webhook.failures },
  }
  if (webhook.triedAt === undefined) return subscribe
  const isPatient = webhook.failures < patientTries
  const due = webhook.triedAt + (isPatient ? clock.seconds(2 ** webhook.failures) : clock.hours(1))
  if (clock.now >= due) return subscribe
  if (!isPatient || attempts.length > 0) return undefined
  const why = `WhatsApp could not be told where to send messages (${words(webhook.problem)}). The next try follows at once.`
  return { do: 'wait', state: 'subscribing', why, until: due, hold: true }
}

export const unreadHealth: Row = ({ blind, attempts }) =>
  blind && {
    do: 'wait',
    state: lookingState(attempts),
    why: `WhatsApp did not say how the number is (${words(blind)}). Nothing is changed until it does.`,
  }

export const noNumber: Row = (memory, clock) => {
  const { facts } = memory
  if (!facts || facts.number) return undefined
  if (!facts.found)
    return {
      do: 'wait',
      state: 'awaiting_number',
      why: 'The WhatsApp Business account has no phone number yet. Add one in WhatsApp Manager; it is found by itself.',
      until: clock.now + clock.hours(1),
    }
  const why = `The account has the number ${facts.found.display_phone_number} now: the inbox takes it.`
  const { id } = facts.found
  return act(memory, clock, { do: 'act', action: 'adoptNumber', state: 'awaiting_number', why, input: { id } })
}

export const emptyHealth: Row = ({ facts, attempts }) =>
  facts?.number && !saysNothing(facts.number)
    ? undefined
    : {
        do: 'wait',
        state: lookingState(attempts),
        why: 'WhatsApp’s answer does not say whether the number is registered. Nothing is changed until it does.',
      }

/** A new name is shown to customers only after another registration, which a person has to want on a number that works. */
export const wantedRename: Row = (memory, clock) => {
  const number = memory.facts?.number
  if (!memory.manual || number?.platform_type !== 'CLOUD_API' || number.is_on_biz_app) return undefined
  if (!isApproved(number.new_name_status) || nextCallAt(memory, clock, true) !== undefined) return undefined
  return register(memory, 'The new name is approved. Registering the number again shows it to customers.')
}

export const alreadyLive: Row = (memory, clock) => {
  const { facts, webhook } = memory
  if (!facts?.number || !isLive(facts.number)) return undefined
  if (webhook.done || (facts.mode === 'manual' && facts.webhook === 'unknown'))
    return act(memory, clock, {
      do: 'act',
      action: 'activate',
      state: 'activating',
      why: facts.number.is_on_biz_app
        ? 'The number is shared with the WhatsApp Business app and needs no registration.'
        : 'The number is registered in WhatsApp’s cloud.',
    })
  const why = `The number is registered, but its messages do not come here (${words(webhook.problem)}). Check that WhatsApp can reach Cordboard’s address, or paste the callback address in your Meta app.`
  return { do: 'ask', reason: 'webhook', why, until: (webhook.triedAt ?? clock.now) + clock.hours(1) }
}

// After a registration the provider needs a moment, and after a lost answer only its own word counts.
const looksAfterSeconds = [5, 15, 60, 300, 600, 1200, 2400, 3600]
const heldSeconds = 60

export const unconfirmed: Row = ({ attempts, deregisteredAt }, clock) => {
  const last = attempts.at(-1)
  if (!last || last.outcome === 'refused' || last.at === deregisteredAt) return undefined
  const next = looksAfterSeconds.find((seconds) => last.at + clock.seconds(seconds) > clock.now)
  if (next === undefined) return undefined
  return {
    do: 'wait',
    state: 'confirming',
    why:
      last.outcome === 'ok'
        ? 'WhatsApp took the registration. It takes a moment until the number is ready.'
        : 'WhatsApp did not answer the registration. Whether it took it shows in the state of the number.',
    until: last.at + clock.seconds(next),
    hold: clock.now < last.at + clock.seconds(heldSeconds),
  }
}

export const onPremise: Row = ({ facts }) =>
  facts?.number?.platform_type === 'ON_PREMISE'
    ? {
        do: 'ask',
        reason: 'on_premise',
        why: 'The number is still on the retired On-Premises API. Move it to the Cloud API in WhatsApp Manager.',
      }
    : undefined

const mustVerifyAgain = 133006

export const notVerified: Row = ({ facts, attempts, verifiedAt }, clock) => {
  const last = attempts.at(-1)
  const isRefusedFor = last?.problem?.code === mustVerifyAgain && !isAfter(verifiedAt, last)
  if (facts?.number?.code_verification_status === 'VERIFIED' && !isRefusedFor) return undefined
  return {
    do: 'ask',
    reason: 'verify_number',
    why: 'The number has to be verified with a code by SMS or call. Do it in WhatsApp Manager; it is noticed by itself.',
    until: clock.now + clock.minutes(15),
  }
}

const pinTroubles = new Set([133005, 133008, 133009])
const pinLockHours = 12

export const wrongPin: Row = ({ attempts, newPin }, clock) => {
  const last = attempts.at(-1)
  const code = last?.problem?.code
  if (!last || code === undefined || !pinTroubles.has(code)) return undefined
  const isLocked = code !== 133005
  const until = isLocked ? (last.problem?.retryAt ?? last.at + clock.hours(pinLockHours)) : undefined
  if (!newPin)
    return {
      do: 'ask',
      reason: 'pin',
      why: isLocked
        ? `The PIN was guessed too often (${words(last.problem)}). Enter the number’s two-step verification PIN; it is tried once WhatsApp allows it.`
        : 'The number already has a two-step verification PIN, and it is another one. Enter it, or turn two-step verification off in WhatsApp Manager.',
    }
  if (until === undefined || until <= clock.now) return undefined
  return { do: 'wait', state: 'cooldown', reason: 'pin', why: 'The PIN is tried once WhatsApp allows it again.', until }
}

const humanCodes = new Map([
  [131031, 'policy'],
  [368, 'policy'],
  [131042, 'payment'],
  [134011, 'payment'],
])

const causes: Record<string, string> = {
  policy: 'Meta locked or restricted the business account',
  payment: 'Meta wants the payment method of the business account settled',
}

/** What only the business itself can settle with the provider; a person's retry goes on. */
export const neededHuman: Row = ({ attempts, manual }) => {
  const last = attempts.at(-1)
  const reason = humanCodes.get(last?.problem?.code ?? 0)
  if (!reason || manual) return undefined
  const why = `${causes[reason]} (${words(last?.problem)}). Settle it in WhatsApp Manager, then complete the registration.`
  return { do: 'ask', reason, why }
}

const wrongParameter = 100
/** "Cannot create certificate": the display name was not looked through yet, or refused. */
const nameNotReady = 2388001

export const notAllowed: Row = ({ attempts, manual, refreshedAt }) => {
  const last = attempts.at(-1)
  if (!last?.problem || manual || isAfter(refreshedAt, last)) return undefined
  const { kind, code, subcode } = last.problem
  if (kind !== 'credentials' && (code !== wrongParameter || subcode === nameNotReady)) return undefined
  const why = `The access token may not register this number, or its ids are wrong (${words(last.problem)}). Connect the number again.`
  return { do: 'ask', reason: 'reauthorize', why }
}

export const cooldown: Row = (memory, clock) => {
  const until = nextCallAt(memory, clock, memory.manual !== undefined)
  if (until === undefined) return undefined
  const why =
    lockedUntil(memory, clock) === undefined
      ? 'The tries that WhatsApp allows in 72 hours are nearly used up; the rest is kept for you. The next follows by itself.'
      : 'WhatsApp locked the registration of this number for 72 hours after too many tries. The next follows by itself.'
  return { do: 'wait', state: 'cooldown', why, until }
}

const deletionUnfinished = 133015
const deregistrationIncomplete = 133000
const hiccupMinutes = [1, 5, 30, 120, 360]

/** What passes by itself within minutes is tried again soon, by the provider's own time where it named one. */
export const hiccup: Row = (memory, clock) => {
  const last = memory.attempts.at(-1)
  if (memory.manual || last?.outcome !== 'refused') return undefined
  const { problem, at } = last
  if (problem?.code === deregistrationIncomplete && memory.deregisteredAt === undefined)
    return {
      do: 'act',
      action: 'deregister',
      state: 'registering',
      why: 'An earlier deregistration of the number did not finish: it is finished first.',
    }
  if (problem?.kind !== 'temporary' && problem?.code !== deletionUnfinished) return undefined
  const minutes = problem.code === deletionUnfinished ? 5 : (hiccupMinutes[memory.hiccups - 1] ?? 360)
  const due = Math.max(problem.retryAt ?? 0, at + clock.minutes(minutes))
  if (clock.now >= due) return register(memory, 'WhatsApp could not register the number before: another try.')
  const why = `WhatsApp could not register the number just now (${words(problem)}). The next try follows by itself.`
  return { do: 'wait', state: 'registering', why, until: due }
}

/** A number of the business's own app is looked after; it is registered when somebody says so. */
export const onlyOnDemand: Row = ({ facts, manual, attempts }) =>
  facts?.mode === 'manual' && !manual && attempts.length === 0
    ? {
        do: 'ask',
        reason: 'register',
        why: 'The number is not registered in WhatsApp’s cloud. Choose Complete registration to register it now.',
      }
    : undefined

export const goodTime: Row = (memory) => {
  const last = memory.attempts.at(-1)
  if (memory.manual) return register(memory, 'Somebody asked for a try now.')
  if (!last) return register(memory, 'The number is verified and not registered yet.')
  if (last.at === memory.deregisteredAt) return register(memory, 'The earlier deregistration is finished.')
  if (memory.newPin && pinTroubles.has(last.problem?.code ?? 0)) return register(memory, 'There is a new PIN to try.')
  if (isAfter(memory.refreshedAt, last) && last.problem?.kind === 'credentials')
    return register(memory, 'The number was connected again.')
  if (isAfter(memory.verifiedAt, last) && last.problem?.code === mustVerifyAgain)
    return register(memory, 'The number was verified.')
  return isAfter(memory.approvedAt, last) ? register(memory, 'The display name is approved.') : undefined
}

export const refusedName: Row = ({ facts, attempts }) =>
  isRefused(facts?.number?.name_status) && attempts.at(-1)?.problem?.subcode === nameNotReady
    ? {
        do: 'ask',
        reason: 'display_name',
        why: `Meta refused the display name${quoted(facts?.number)}. Edit it in WhatsApp Manager; its new review is followed from here.`,
      }
    : undefined

const retryHours = 24

export const dailyRetry: Row = (memory, clock) => {
  const last = memory.attempts.at(-1)
  return last && clock.now >= last.at + clock.hours(retryHours)
    ? register(memory, 'The last try is a day old.')
    : undefined
}

const waitForName: (memory: Memory, clock: Clock) => Decision = ({ facts, attempts }, clock) => {
  const last = attempts.at(-1)
  return {
    do: 'wait',
    state: 'awaiting_provisioning',
    why:
      last?.problem?.subcode === nameNotReady
        ? `Meta reviews the display name${quoted(facts?.number)}. As soon as it is approved the number is registered.`
        : `WhatsApp has not made the number ready (${last?.problem ? words(last.problem) : 'it took the registration'}). The next try follows after a day, or at once when something changes.`,
    ...(last ? { until: last.at + clock.hours(retryHours) } : {}),
  }
}

/** The table: order matters. */
export const table: readonly Row[] = [
  cancelled,
  finished,
  endedByProvider,
  deadToken,
  notSubscribed,
  unreadHealth,
  noNumber,
  emptyHealth,
  wantedRename,
  alreadyLive,
  unconfirmed,
  onPremise,
  notVerified,
  wrongPin,
  neededHuman,
  notAllowed,
  cooldown,
  hiccup,
  onlyOnDemand,
  goodTime,
  refusedName,
  dailyRetry,
]

const register = ({ manual }: Memory, why: string): Decision => ({
  do: 'act',
  action: 'register',
  state: 'registering',
  why,
  by: manual?.by ?? 'automatic',
})

// What failed on our own side is not tried in a circle.
function act({ stumbled }: Memory, clock: Clock, action: Extract<Decision, { do: 'act' }>): Decision {
  if (stumbled?.action !== action.action) return action
  const due = stumbled.at + clock.minutes(Math.min(60, 2 ** stumbled.times))
  if (clock.now >= due) return action
  const why = `${action.why} That failed (${words(stumbled.problem)}); the next try follows by itself.`
  return { do: 'wait', state: action.state, why, until: due }
}

const lookingState = (attempts: readonly Attempt[]): string =>
  attempts.length === 0 ? 'verifying' : 'awaiting_provisioning'

const isAfter = (at: number | undefined, attempt: Attempt): boolean => at !== undefined && at > attempt.at

const quoted = (number: NumberFacts | null | undefined): string =>
  number?.verified_name ? ` “${number.verified_name}”` : ''

/** The provider's own words with its numbers. */
export function words(problem: ProcessProblem | undefined): string {
  if (!problem) return 'no reason given'
  const code = [problem.code, problem.subcode].filter((part) => part !== undefined).join('/')
  return code ? `${code}: ${problem.message}` : problem.message
}
