import type { ChannelProgress, ProcessAttempt, ProcessTransition } from '@cordboard/core/processes/progress.ts'
import type { Json } from '@cordboard/plugin-sdk/onboarding'
import { isCancellation, log, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'
import { saveHere, saveInTime } from './activities.ts'
import { type DetailsOf, details } from './details.ts'
import type { ProcessInput } from './process-input.ts'
import { keys } from './search-attributes.ts'

const keptAttempts = 50
const keptHistory = 100

export interface StandingState {
  state: string
  reason: string | null
  since: number
  why: string
  history: ProcessTransition[]
  attempts: ProcessAttempt[]
  facts: Json | null
  firstPendingAt: number | null
  nextCheckAt: number | null
  needsAdministrator: boolean
  stuck: boolean
  parkedAt: number | null
  /** What was told last to the Temporal UI and to the table, so that only changes are. */
  shown?: string
  saved?: string
}

/** Where a process stands, and the three places where people see it: search attributes, details and our own table. */
export class Standing {
  readonly state: StandingState
  private readonly kind: ChannelProgress['kind']
  private readonly place: Pick<ProcessInput, 'accountId' | 'inboxId'>

  constructor(kind: ChannelProgress['kind'], { accountId, inboxId, past }: ProcessInput, state?: StandingState) {
    this.kind = kind
    this.place = { accountId, inboxId }
    this.state = state ?? { ...fresh(), ...past }
  }

  /** For the process that goes on after this one. */
  get past(): NonNullable<ProcessInput['past']> {
    const { history, attempts } = this.state
    return { history, attempts }
  }

  /** `action_required:pin`: the state with its reason where a person is asked. */
  get phase(): string {
    const { state, reason } = this.state
    return state === 'action_required' && reason ? `${state}:${reason}` : state
  }

  enter(state: string, reason: string | null, why: string): void {
    const from = this.phase || this.state.history.at(-1)?.to
    const { state: before, reason: reasonBefore } = this.state
    Object.assign(this.state, { state, reason, why })
    if (before === state && reasonBefore === reason) return
    this.state.since = Date.now()
    if (this.phase === from) return
    const transition = { at: iso(this.state.since), from: from ?? null, to: this.phase, why }
    this.state.history = [...this.state.history, transition].slice(-keptHistory)
  }

  attempted(attempt: ProcessAttempt): void {
    this.state.attempts = [...this.state.attempts, attempt].slice(-keptAttempts)
  }

  /** Corrects the outcome of the latest attempt. */
  settleAttempt(outcome: Pick<ProcessAttempt, 'outcome' | 'code' | 'subcode' | 'message'>): void {
    const last = this.state.attempts.at(-1)
    if (last) this.state.attempts = [...this.state.attempts.slice(0, -1), { ...last, ...outcome }]
  }

  /** Tells everybody, where something has changed. */
  async publish(more: Pick<DetailsOf, 'advice'> & Partial<DetailsOf>): Promise<void> {
    const text = this.describe(more)
    setCurrentDetails(text)
    this.index()
    await this.save(text)
  }

  progress(text: string): ChannelProgress {
    const { state, reason, since, firstPendingAt, attempts, nextCheckAt, history, facts, parkedAt } = this.state
    return {
      kind: this.kind,
      workflowId: workflowInfo().workflowId,
      state,
      reason,
      since: iso(since),
      firstPendingAt: firstPendingAt === null ? null : iso(firstPendingAt),
      attempts,
      nextCheckAt: nextCheckAt === null ? null : iso(nextCheckAt),
      history,
      details: text,
      needsAdministrator: this.state.needsAdministrator,
      facts,
      parked: parkedAt !== null,
    }
  }

  private describe(more: Pick<DetailsOf, 'advice'> & Partial<DetailsOf>): string {
    const { since, why, parkedAt, nextCheckAt } = this.state
    return details({
      phase: this.phase,
      since,
      why,
      now: Date.now(),
      parked: parkedAt !== null,
      nextCheckAt: nextCheckAt ?? undefined,
      ...more,
    })
  }

  private index(): void {
    const { parkedAt, since, stuck } = this.state
    const phase = parkedAt === null ? this.phase : 'parked'
    const shown = JSON.stringify([phase, stuck, parkedAt ?? since])
    if (shown === this.state.shown) return
    this.state.shown = shown
    upsertSearchAttributes([
      { key: keys.phase, value: phase },
      { key: keys.stuck, value: stuck },
      { key: keys.since, value: new Date(parkedAt ?? since) },
    ])
  }

  // The text tells how long ago something was and so differs each time: it alone is no reason to save.
  private async save(text: string): Promise<void> {
    const progress = this.progress(text)
    const saved = JSON.stringify({ ...progress, details: null })
    if (saved === this.state.saved) return
    const { accountId, inboxId } = this.place
    const request = { accountId, inboxId, progress }
    try {
      await saveHere(request).catch((error) => {
        if (isCancellation(error)) throw error
        return saveInTime(request)
      })
      this.state.saved = saved
    } catch (error) {
      if (isCancellation(error)) throw error
      log.warn('the progress could not be saved; it is tried again with the next change')
    }
  }
}

const fresh = (): StandingState => ({
  state: '',
  reason: null,
  since: Date.now(),
  why: '',
  history: [],
  attempts: [],
  facts: null,
  firstPendingAt: null,
  nextCheckAt: null,
  needsAdministrator: false,
  stuck: false,
  parkedAt: null,
})

export const iso = (time: number): string => new Date(time).toISOString()
