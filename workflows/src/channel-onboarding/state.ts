import type { Json, ProcessProblem } from '@cordboard/plugin-sdk/onboarding'
import type { MailboxState } from '../mailbox.ts'
import type { StandingState } from '../standing.ts'
import type { WishesState } from './wishes.ts'

/** All that is handed on when a process begins anew with an empty history. */
export interface OnboardingState {
  memory: Json
  standing: StandingState
  mailbox: MailboxState
  wishes: WishesState
  /** How far the poll schedule is; a wake-up sets it back. */
  pollStep: number
  /** Since the history is empty. */
  looks: number
  /** Milliseconds during which the plugin was off: they count for no reminder. */
  parkedFor: number
  /** What the last look did not see, and the last action did not do. */
  problem: ProcessProblem | null
  failure: ProcessProblem | null
  /** Keys of the reminders that were given. */
  reminded: string[]
  /** What an administrator is asked for, and since when; `told` once the notice is out. */
  asked: { reason: string; since: number; told: boolean } | null
  memo: string
}
