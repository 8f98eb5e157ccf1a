import type { By, News, ProcessEvent, ProcessProblem } from '@cordboard/plugin-sdk/onboarding'
import { isApproved, isEnding, type WhatsappFacts } from './facts.ts'

/** A registration call. It counts from the moment before it is made. */
export interface Attempt {
  at: number
  by: By
  /** When the answer came. */
  endedAt?: number
  /** Undefined while it runs, or when the worker died in its midst: then nobody knows. */
  outcome?: 'ok' | 'refused' | 'unanswered'
  problem?: ProcessProblem
}

/** What the process knows of a number: everything that `decide` looks at. */
export interface Memory {
  because?: string | undefined
  begunAt: number
  facts?: WhatsappFacts | undefined
  /** Why the last look failed. */
  blind?: ProcessProblem | undefined
  /** The key is dead. */
  dead?: ProcessProblem | undefined
  cancelled?: { by?: number | undefined } | undefined
  /** The provider ended the relation, in its own word. */
  ended?: string | undefined
  webhook: { done: boolean; failures: number; triedAt?: number; problem?: ProcessProblem | undefined }
  /** Newest last. */
  attempts: Attempt[]
  /** Tries in a row that the provider could not answer. */
  hiccups: number
  /** The last call that the provider refused for too many calls. */
  blockedAt?: number | undefined
  /** Somebody asked for a try. `looks` counts observations since. */
  manual?: { by: By; looks: number } | undefined
  /** A PIN came after the last try. */
  newPin: boolean
  nameStatus?: string | null | undefined
  /** When the name was last seen to become good, or the provider said so. */
  approvedAt?: number | undefined
  /** When somebody said that the number is verified. */
  verifiedAt?: number | undefined
  /** When the number was connected again. */
  refreshedAt?: number | undefined
  deregisteredAt?: number | undefined
  /** Of the actions on our own side: the last one that failed, and how often in a row. */
  stumbled?: { action: string; at: number; times: number; problem: ProcessProblem } | undefined
  activated: boolean
}

const mostAttempts = 30

export const begin = ({ now, because }: { now: number; because?: string }): Memory => ({
  because,
  begunAt: now,
  // The watch of a live number heard the news that this process begins with.
  ended: because !== undefined && isEnding(because) ? because : undefined,
  webhook: { done: false, failures: 0 },
  attempts: [],
  hiccups: 0,
  newPin: false,
  activated: false,
})

export function learn(memory: Memory, event: ProcessEvent<WhatsappFacts>): Memory {
  switch (event.type) {
    case 'observed':
      return observed(memory, event.at, event.facts)
    case 'unobserved':
      return unobserved(memory, event.problem)
    case 'acting':
      return acting(memory, event)
    case 'acted':
      return acted(memory, event)
    case 'failed':
      return failed(memory, event)
    case 'told':
      return told(memory, event.at, event.news)
    case 'asked':
      return wanted(memory, event.at, event.wish.by, event.wish.detail.pin === 'entered')
  }
}

function observed(memory: Memory, at: number, facts: WhatsappFacts): Memory {
  const nameStatus = facts.number?.name_status
  const becameGood = memory.nameStatus !== undefined && memory.nameStatus !== nameStatus && isApproved(nameStatus)
  return {
    ...memory,
    facts,
    blind: undefined,
    dead: undefined,
    webhook: subscription(memory.webhook, facts.webhook),
    manual: looked(memory.manual),
    newPin: memory.newPin || facts.pinEntered,
    nameStatus,
    approvedAt: becameGood ? at : memory.approvedAt,
  }
}

// A subscription that is gone is made again; that the provider does not say how it is means no loss.
function subscription(webhook: Memory['webhook'], seen: WhatsappFacts['webhook']): Memory['webhook'] {
  if (seen === 'ours') return { done: true, failures: 0 }
  if (seen === 'unknown' || !webhook.done) return webhook
  return { ...webhook, done: false, failures: webhook.triedAt === undefined ? 0 : webhook.failures + 1 }
}

const unobserved = (memory: Memory, problem: ProcessProblem): Memory => ({
  ...memory,
  blind: problem,
  dead: problem.kind === 'credentials' ? problem : memory.dead,
  manual: looked(memory.manual),
})

// A wish is good for the look that follows it: what that look did not allow is not done hours later.
const looked = (manual: Memory['manual']): Memory['manual'] =>
  manual && manual.looks === 0 ? { ...manual, looks: 1 } : undefined

type Acting = Extract<ProcessEvent<WhatsappFacts>, { type: 'acting' }>
type Acted = Extract<ProcessEvent<WhatsappFacts>, { type: 'acted' }>
type Failed = Extract<ProcessEvent<WhatsappFacts>, { type: 'failed' }>

function acting(memory: Memory, { action, at, by }: Acting): Memory {
  if (action === 'subscribe') return { ...memory, webhook: { ...memory.webhook, triedAt: at } }
  if (action === 'deregister') return { ...memory, deregisteredAt: at, attempts: withAttempt(memory, { at, by }) }
  if (action !== 'register') return memory
  return { ...memory, attempts: withAttempt(memory, { at, by }), manual: undefined, newPin: false }
}

const withAttempt = ({ attempts }: Memory, attempt: Attempt): Attempt[] => [...attempts, attempt].slice(-mostAttempts)

function acted(memory: Memory, { action, at }: Acted): Memory {
  switch (action) {
    case 'subscribe':
      return { ...memory, webhook: { ...memory.webhook, done: true, failures: 0, problem: undefined } }
    case 'register':
      return { ...settle(memory, { outcome: 'ok', endedAt: at }), hiccups: 0, manual: undefined }
    case 'deregister':
      return settle(memory, { outcome: 'ok', endedAt: at })
    case 'activate':
      return { ...memory, activated: true }
    default:
      return { ...memory, stumbled: undefined }
  }
}

const tooManyCalls = 133016

function failed(memory: Memory, { action, at, problem }: Failed): Memory {
  if (action === 'subscribe')
    return { ...memory, webhook: { ...memory.webhook, failures: memory.webhook.failures + 1, problem } }
  if (action !== 'register' && action !== 'deregister') {
    const times = memory.stumbled?.action === action ? memory.stumbled.times + 1 : 1
    return { ...memory, stumbled: { action, at, times, problem } }
  }
  const outcome = problem.kind === 'unanswered' ? 'unanswered' : 'refused'
  return {
    ...settle(memory, { outcome, problem, endedAt: at }),
    hiccups: problem.kind === 'temporary' ? memory.hiccups + 1 : 0,
    blockedAt: problem.code === tooManyCalls ? at : memory.blockedAt,
    manual: undefined,
  }
}

const settle = (memory: Memory, outcome: Pick<Attempt, 'outcome' | 'problem' | 'endedAt'>): Memory => ({
  ...memory,
  attempts: memory.attempts.map((attempt, index, all) =>
    index === all.length - 1 ? { ...attempt, ...outcome } : attempt,
  ),
})

const beginnings = new Set(['PARTNER_ADDED', 'PARTNER_APP_INSTALLED', 'ACCOUNT_RECONNECTED', 'REINSTATE'])

function told(memory: Memory, at: number, { name, by, detail }: News): Memory {
  switch (name) {
    case 'cancel':
      return { ...memory, cancelled: { by } }
    case 'accountUpdate':
      return accountUpdate(memory, String(detail.event))
    case 'displayNameDecision':
      return detail.decision === 'APPROVED' ? { ...memory, approvedAt: at } : memory
    case 'numberVerified':
      return { ...memory, verifiedAt: at }
    case 'pinProvided':
      return { ...memory, newPin: true }
    case 'tokenRefreshed':
      return { ...memory, dead: undefined, ended: undefined, refreshedAt: at }
    case 'retryNow':
      return wanted(memory, at, by, false)
    default:
      return memory
  }
}

function accountUpdate(memory: Memory, event: string): Memory {
  if (isEnding(event)) return { ...memory, ended: event }
  return beginnings.has(event) ? { ...memory, ended: undefined } : memory
}

function wanted(memory: Memory, at: number, by: number | undefined, pin: boolean): Memory {
  const newPin = memory.newPin || pin
  // Whoever asks while a call is under way gets what becomes of that one.
  const last = memory.attempts.at(-1)
  const isUnderWay = last !== undefined && at >= last.at && at <= (last.endedAt ?? at)
  return isUnderWay ? { ...memory, newPin } : { ...memory, newPin, manual: { by: by ?? 'automatic', looks: 0 } }
}
