import type { Clock, ProcessProblem } from '@cordboard/plugin-sdk/onboarding'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { NumberFacts } from './facts.ts'
import { onboarding } from './onboarding.ts'

const minute = 60_000
const hour = 60 * minute
const start = Date.UTC(2026, 0, 5, 9)
const mostInARow = 12

type Step =
  | { kind: 'passes'; hours: number }
  | { kind: 'decides'; name: 'APPROVED' | 'DECLINED' | 'PENDING_REVIEW'; tells: boolean }
  | { kind: 'clicks'; pin: boolean }
  | { kind: 'tells'; name: string }
  | { kind: 'answers'; how: Manner }
  | { kind: 'turns'; what: 'isVerified' | 'isReachable' | 'isTokenGood' | 'isForeignPin'; on: boolean }

/** What becomes of the next registration call. `dies`: the worker, before it called. */
type Manner = 'plainly' | 'lost' | 'late' | 'dies' | 'busy'

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('passes' as const), hours: fc.constantFrom(0.1, 1, 7, 25, 40) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('decides' as const),
      name: fc.constantFrom('APPROVED', 'DECLINED', 'PENDING_REVIEW'),
      tells: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('clicks' as const), pin: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('tells' as const),
      name: fc.constantFrom('retryNow', 'numberVerified', 'displayNameUpdated', 'tokenRefreshed', 'qualityUpdate'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('answers' as const),
      how: fc.constantFrom<Manner>('plainly', 'lost', 'late', 'dies', 'busy'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('turns' as const),
      what: fc.constantFrom('isVerified', 'isReachable', 'isTokenGood', 'isForeignPin'),
      on: fc.boolean(),
    }),
  },
) as fc.Arbitrary<Step>

/** A provider with one number, and the loop that asks the tables about it, on a clock that is turned by hand. */
class Play {
  now = start
  memory = onboarding.begin({ now: start })
  outcome: string | undefined
  asked: string | undefined
  readonly calls: { at: number; automatic: boolean }[] = []
  name = 'PENDING_REVIEW'
  isRegistered = false
  isVerified = true
  isReachable = true
  isTokenGood = true
  isForeignPin = false
  #isSubscribed = false
  #pinEntered = false
  #appearsAt = Number.POSITIVE_INFINITY
  #manners: Manner[] = []
  #hasLooked = false
  /** Of the last call that was taken, or that nobody answered. */
  #unsettledAt = 0

  get #clock(): Clock {
    const now = this.now
    return { now, hours: (n) => n * hour, minutes: (n) => n * minute, seconds: (n) => n * 1_000 }
  }

  take(step: Step): void {
    switch (step.kind) {
      case 'passes':
        this.pass(step.hours)
        break
      case 'answers':
        this.#manners.push(step.how)
        break
      case 'turns':
        this[step.what] = step.on
        break
      case 'tells':
        this.tell(step.name)
        break
      case 'clicks':
        this.click(step.pin)
        break
      case 'decides':
        this.name = step.name
        if (step.tells && step.name !== 'PENDING_REVIEW')
          this.tell('displayNameDecision', { decision: step.name === 'APPROVED' ? 'APPROVED' : 'REJECTED' })
    }
  }

  tell(name: string, detail: Record<string, unknown> = {}): void {
    this.memory = onboarding.learn(this.memory, {
      type: 'told',
      at: this.now,
      news: { name, msgId: String(this.now), by: 7, detail },
    })
    this.work()
  }

  /** An administrator chooses “Complete registration”. */
  click(pin: boolean): void {
    if (this.outcome) return
    const wish = { name: 'completeRegistration', id: String(this.now), by: 7, detail: pin ? { pin: 'entered' } : {} }
    if (pin) this.#pinEntered = true
    if (onboarding.refuse?.(this.memory, wish, this.#clock)) return
    this.memory = onboarding.learn(this.memory, { type: 'asked', at: this.now, wish })
    this.work()
  }

  pass(hours: number): void {
    const until = this.now + hours * hour
    while (this.now < until && !this.outcome) {
      const decision = onboarding.decide(this.memory, this.#clock)
      const wake = 'until' in decision ? (decision.until ?? Number.POSITIVE_INFINITY) : this.now
      this.now = Math.min(until, Math.max(this.now + 1_000, Math.min(wake, this.now + 2 * hour)))
      this.work()
    }
    this.now = Math.max(this.now, until)
  }

  /** Looks, and acts for as long as the table wants to. */
  work(): void {
    for (let count = 0; !this.outcome; count++) {
      expect(count, 'actions in a row').toBeLessThan(mostInARow)
      this.#look()
      const decision = onboarding.decide(this.memory, this.#clock)
      this.asked = decision.do === 'ask' ? decision.reason : undefined
      if (decision.do === 'act') this.#act(decision.action, decision.by ?? 'automatic')
      else if (decision.do === 'wait' || decision.do === 'ask') return
      else this.#end(decision.do)
    }
  }

  #end(how: 'finish' | 'fail' | 'cancel'): void {
    this.outcome = how
    if (how !== 'finish') return
    expect(this.isRegistered && this.now >= this.#appearsAt, 'live only when the provider says so').toBe(true)
    expect(this.#isSubscribed, 'live only when messages come here').toBe(true)
  }

  #look(): void {
    const problem: ProcessProblem | undefined = !this.isTokenGood
      ? { kind: 'credentials', code: 190, message: 'Session has expired' }
      : this.isReachable
        ? undefined
        : { kind: 'temporary', message: 'WhatsApp could not be reached' }
    if (problem) {
      this.memory = onboarding.learn(this.memory, { type: 'unobserved', at: this.now, problem })
      return
    }
    this.#hasLooked = true
    const isLive = this.isRegistered && this.now >= this.#appearsAt
    const number: NumberFacts = {
      display_phone_number: '+1 555-010-4477',
      verified_name: 'Juniper Bikes',
      name_status: this.name,
      new_name_status: null,
      quality_rating: 'NA',
      messaging_limit_tier: 'TIER_250',
      account_mode: 'LIVE',
      code_verification_status: this.isVerified ? 'VERIFIED' : 'NOT_VERIFIED',
      throughput: isLive ? 'STANDARD' : 'NOT_APPLICABLE',
      last_onboarded_time: null,
      platform_type: isLive ? 'CLOUD_API' : 'NOT_APPLICABLE',
      status: isLive ? 'CONNECTED' : 'PENDING',
      is_on_biz_app: false,
      can_send_message: null,
    }
    const facts = {
      mode: 'signup' as const,
      phoneNumberId: '1',
      number,
      found: null,
      webhook: this.#isSubscribed ? ('ours' as const) : ('missing' as const),
      tokenExpiresAt: null,
      pinEntered: this.#pinEntered,
      registerCalls: { at: this.calls.map(({ at }) => at), blockedAt: null },
    }
    this.memory = onboarding.learn(this.memory, { type: 'observed', at: this.now, facts })
  }

  #act(action: string, by: number | 'automatic'): void {
    this.memory = onboarding.learn(this.memory, { type: 'acting', at: this.now, action, by })
    const problem = action === 'register' ? this.#register(by) : this.#subscribeOrActivate(action)
    this.now += 500
    this.memory = onboarding.learn(
      this.memory,
      problem
        ? { type: 'failed', at: this.now, action, by, problem }
        : { type: 'acted', at: this.now, action, by, result: {} },
    )
  }

  #subscribeOrActivate(action: string): ProcessProblem | undefined {
    if (!this.isReachable) return { kind: 'temporary', message: 'WhatsApp could not be reached' }
    if (action === 'subscribe') this.#isSubscribed = true
    return undefined
  }

  #register(by: number | 'automatic'): ProcessProblem | undefined {
    const recent = (isAutomatic?: boolean) =>
      this.calls.filter(
        ({ at, automatic }) => at > this.now - 72 * hour && (isAutomatic === undefined || automatic === isAutomatic),
      ).length
    expect(this.isRegistered && this.now >= this.#appearsAt, 'a number that works is not registered again').toBe(false)
    expect(this.#hasLooked, 'each registration follows a look of its own').toBe(true)
    expect(recent(), 'calls in 72 hours').toBeLessThan(10)
    if (by === 'automatic') expect(recent(), 'calls before one of its own').toBeLessThan(6)
    expect(this.now - this.#unsettledAt, 'time for a call to show its outcome').toBeGreaterThanOrEqual(hour)
    this.#hasLooked = false
    this.calls.push({ at: this.now, automatic: by === 'automatic' })
    const problem = this.#answer(this.#manners.shift() ?? 'plainly')
    if (!problem || problem.kind === 'unanswered') this.#unsettledAt = this.now
    return problem
  }

  #answer(manner: Manner): ProcessProblem | undefined {
    const unanswered: ProcessProblem = { kind: 'unanswered', message: 'No answer came' }
    if (manner === 'dies') return unanswered
    if (manner === 'busy') return { kind: 'temporary', code: 133004, message: 'Server temporarily unavailable' }
    const refusal = this.#refusal()
    this.#pinEntered = false
    if (refusal) return manner === 'lost' ? unanswered : refusal
    this.isRegistered = true
    this.#appearsAt = this.now + (manner === 'late' ? 20 * minute : 0)
    return manner === 'lost' ? unanswered : undefined
  }

  #refusal(): ProcessProblem | undefined {
    if (!this.isVerified) return { kind: 'refused', code: 133006, message: 'Verify the number first' }
    if (this.isForeignPin && !this.#pinEntered) return { kind: 'refused', code: 133005, message: 'PIN mismatch' }
    if (this.name === 'APPROVED') return undefined
    return { kind: 'refused', code: 100, subcode: 2388001, message: 'Cannot Create Certificate' }
  }
}

it('whatever Meta, people and machines do: no call too many, none in the dark, live only when it is, and an end in sight', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const play = new Play()
      play.work()
      for (const one of steps) play.take(one)

      // From now on everybody does their part: it ends, or it says whom it waits for.
      Object.assign(play, { name: 'APPROVED', isVerified: true, isReachable: true, isTokenGood: true })
      play.tell('tokenRefreshed')
      play.tell('numberVerified')
      for (let day = 0; day < 8 && !play.outcome; day++) {
        if (play.asked === 'pin') play.click(true)
        play.pass(24)
      }
      expect(play.outcome).toBe('finish')
    }),
    { numRuns: 150 },
  )
}, 60_000)
