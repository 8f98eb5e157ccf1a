/* What the server says of a number's way to being live. */

export interface Attempt {
  at: string
  /** `automatic`, or the person who asked: their id, or their name. */
  by: string | number
  outcome?: 'ok' | 'refused' | 'unanswered'
  code?: number | null
  subcode?: number | null
  message?: string | null
}

export interface Onboarding {
  state: string
  reason: string | null
  since: string | null
  first_pending_at: string | null
  attempts: Attempt[]
  attempts_left_72h?: number
  next_check_at: string | null
  /** When a registration may be asked for again, where it may not now. */
  next_allowed_at?: string | null
  history: { at: string; from: string | null; to: string; why?: string }[]
  /** What goes on, in the words of the process. */
  details?: string
  stale?: boolean
  temporal_url?: string | null
}

/** The number is not registered, and registering it is what is left to do. */
const pending = new Set(['registering', 'awaiting_provisioning', 'confirming', 'cooldown', 'stalled'])
const running = new Set(['registering', 'confirming'])
const over = new Set(['active', 'none', 'cancelled'])

/** What people have to do, or what the number waits for. */
export type Need =
  | 'nothing'
  | 'wait'
  | 'registration'
  | 'failed'
  | 'reauthorize'
  | 'display_name'
  | 'verify_number'
  | 'pin'
  | 'webhook'
  | 'policy'
  | 'payment'
  | 'on_premise'
  | 'other'

const reasons: readonly Need[] = [
  'reauthorize',
  'display_name',
  'verify_number',
  'pin',
  'webhook',
  'policy',
  'payment',
  'on_premise',
]

/** The one thing that stands in the way; a dead token comes before all others, because nothing can be read without one. */
export function needOf(onboarding: Onboarding | undefined, isDisconnected: boolean): Need {
  if (isDisconnected) return 'reauthorize'
  if (!onboarding) return 'nothing'
  const { state, reason } = onboarding
  if (state === 'action_required' && reason === 'register') return 'registration'
  if (state === 'action_required') return reasons.find((known) => known === reason) ?? 'other'
  if (state === 'failed') return 'failed'
  if (pending.has(state)) return 'registration'
  return over.has(state) ? 'nothing' : 'wait'
}

/** A call to register is being made, or Meta's answer to it is being looked for. */
export const isRunning = ({ state }: Onboarding): boolean => running.has(state)

const nameNotReady = 2_388_001

/** The last try was refused because of the display name. */
export const isNameInReview = ({ attempts }: Onboarding): boolean => newestFirst(attempts)[0]?.subcode === nameNotReady

export const newestFirst = (attempts: readonly Attempt[]): Attempt[] =>
  attempts.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))

export const isRefused = ({ outcome, code }: Attempt): boolean =>
  outcome ? outcome === 'refused' : code !== undefined && code !== null

/** Meta takes as many tries of a number in 72 hours; four are left to people. */
export const budget = { total: 10, kept: 4 } as const

export const usedOf = ({ attempts, attempts_left_72h }: Onboarding): number =>
  Math.max(0, budget.total - (attempts_left_72h ?? budget.total - attempts.length))
