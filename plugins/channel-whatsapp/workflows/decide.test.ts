import type { Clock, Decision, News, ProcessEvent, ProcessProblem } from '@cordboard/plugin-sdk/onboarding'
import { describe, expect, it } from 'vitest'
import { nextCallAt } from './budget.ts'
import { decide } from './decide.ts'
import type { NumberFacts, WhatsappFacts } from './facts.ts'
import { begin, learn, type Memory } from './memory.ts'
import { onboarding } from './onboarding.ts'

type Event = ProcessEvent<WhatsappFacts>
const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const start = Date.UTC(2026, 0, 5, 9)

const clockAt = (now: number): Clock => ({
  now,
  hours: (count) => count * hour,
  minutes: (count) => count * minute,
  seconds: (count) => count * second,
})

const live: NumberFacts = {
  display_phone_number: '+1 555-010-4477',
  verified_name: 'Juniper Bikes',
  name_status: 'APPROVED',
  new_name_status: null,
  quality_rating: 'GREEN',
  messaging_limit_tier: 'TIER_1K',
  account_mode: 'LIVE',
  code_verification_status: 'VERIFIED',
  throughput: 'STANDARD',
  last_onboarded_time: null,
  platform_type: 'CLOUD_API',
  status: 'CONNECTED',
  is_on_biz_app: null,
  can_send_message: null,
}
const pending: NumberFacts = {
  ...live,
  name_status: 'PENDING_REVIEW',
  platform_type: 'NOT_APPLICABLE',
  throughput: 'NOT_APPLICABLE',
}

const seen = (number: Partial<NumberFacts> | null = {}, facts: Partial<WhatsappFacts> = {}): WhatsappFacts => ({
  mode: 'signup',
  phoneNumberId: '106540352242922',
  number: number && { ...pending, ...number },
  found: null,
  webhook: 'ours',
  tokenExpiresAt: null,
  pinEntered: false,
  registerCalls: { at: [], blockedAt: null },
  ...facts,
})

const look = (at: number, number: Partial<NumberFacts> | null = {}, facts: Partial<WhatsappFacts> = {}): Event => ({
  type: 'observed',
  at,
  facts: seen(number, facts),
})
const blind = (at: number, problem: Partial<ProcessProblem> = {}): Event => ({
  type: 'unobserved',
  at,
  problem: { kind: 'temporary', message: 'no answer', ...problem },
})
const calls = (at: number, by: number | 'automatic' = 'automatic'): Event => ({
  type: 'acting',
  at,
  action: 'register',
  by,
})
const isTaken = (at: number): Event => ({ type: 'acted', at, action: 'register', by: 'automatic', result: {} })
const isRefused = (at: number, problem: Partial<ProcessProblem>): Event => ({
  type: 'failed',
  at,
  action: 'register',
  by: 'automatic',
  problem: { kind: 'refused', message: 'no', ...problem },
})
const hears = (at: number, name: string, detail: Record<string, unknown> = {}, by?: number): Event => ({
  type: 'told',
  at,
  news: { name, msgId: `${name}:${at}`, detail, ...(by === undefined ? {} : { by }) } satisfies News,
})
const asks = (at: number, pin = false): Event => ({
  type: 'asked',
  at,
  wish: { name: 'completeRegistration', id: `${at}`, by: 7, detail: pin ? { pin: 'entered' } : {} },
})
const fails = (at: number, action: string, problem: Partial<ProcessProblem> = {}): Event[] => [
  { type: 'acting', at, action, by: 'automatic' },
  { type: 'failed', at, action, by: 'automatic', problem: { kind: 'refused', message: 'no', ...problem } },
]

const noName = { code: 100, subcode: 2388001, message: 'Cannot Create Certificate' }
const tried = (at: number, problem: Partial<ProcessProblem> = noName): Event[] => [
  calls(at),
  isRefused(at + second, problem),
]

const after = (...events: (Event | Event[])[]): Memory => events.flat().reduce(learn, begin({ now: start }))
const then = (now: number, ...events: (Event | Event[])[]): Decision => decide(after(...events), clockAt(now))

const registers = { do: 'act', action: 'register', state: 'registering' }
const waits = (state: string) => ({ do: 'wait', state })
const wants = (reason: string) => ({ do: 'ask', reason })

describe('before the table', () => {
  it('the webhook is set up first, even when the number cannot be looked at', () => {
    expect(then(start, look(start, {}, { webhook: 'missing' }))).toMatchObject({
      action: 'subscribe',
      state: 'subscribing',
    })
    expect(then(start, blind(start))).toMatchObject({ action: 'subscribe' })
  })

  it('a subscription that fails is tried three times, and meanwhile people wait', () => {
    const missing = look(start, {}, { webhook: 'missing' })
    const once = [missing, ...fails(start, 'subscribe', { code: 2200 })]
    expect(then(start + second, ...once)).toMatchObject({
      do: 'wait',
      state: 'subscribing',
      until: start + 2 * second,
      hold: true,
    })
    expect(then(start + 2 * second, ...once)).toMatchObject({ action: 'subscribe', input: { failures: 1 } })
  })

  it('after three failures the registration goes on, and the subscription is tried every hour', () => {
    const missing = look(start, {}, { webhook: 'missing' })
    const failures = [1, 2, 3].flatMap(() => fails(start, 'subscribe', { code: 2200 }))
    expect(then(start + minute, missing, failures)).toMatchObject(registers)
    expect(then(start + hour, missing, failures)).toMatchObject({ action: 'subscribe' })
  })

  it('a number that is ready but gets no messages is not live', () => {
    const failures = [1, 2, 3].flatMap(() => fails(start, 'subscribe', { code: 2200, message: 'callback failed' }))
    const decision = then(start + minute, look(start, live, { webhook: 'missing' }), failures)
    expect(decision).toMatchObject({ ...wants('webhook'), until: start + hour })
    expect(decision.why).toContain('2200: callback failed')
  })

  it('a subscription that was lost again is made again', () => {
    const decision = then(start, look(start), look(start + hour, {}, { webhook: 'missing' }))
    expect(decision).toMatchObject({ action: 'subscribe' })
  })

  it('an account without a number is looked at every hour, and takes the number that appears', () => {
    expect(then(start, look(start, null))).toMatchObject({ ...waits('awaiting_number'), until: start + hour })
    const found = { id: '106540352242922', display_phone_number: '+1 555-010-4477' }
    expect(then(start, look(start, null, { found }))).toMatchObject({ action: 'adoptNumber', input: { id: found.id } })
  })
})

describe('the table', () => {
  it('1: stops when somebody cancels', () => {
    expect(then(start, look(start, live), hears(start, 'cancel', {}, 7))).toMatchObject({ do: 'cancel' })
  })

  it.each(['ACCOUNT_DELETED', 'DISABLE'])('2: fails when the account is gone (%s)', (event) => {
    expect(then(start, look(start), hears(start, 'accountUpdate', { event }))).toMatchObject({ do: 'fail' })
  })

  it.each(['PARTNER_REMOVED', 'PARTNER_APP_UNINSTALLED'])(
    '2: asks to connect again after %s, until that is done',
    (event) => {
      const removed = [look(start), hears(start, 'accountUpdate', { event })]
      expect(then(start, ...removed)).toMatchObject(wants('reauthorize'))
      expect(then(start, ...removed, hears(start, 'tokenRefreshed'))).toMatchObject(registers)
      expect(then(start, ...removed, hears(start, 'accountUpdate', { event: 'PARTNER_ADDED' }))).toMatchObject(
        registers,
      )
    },
  )

  it('2: a process that begins because the relation ended knows so', () => {
    expect(decide(begin({ now: start, because: 'PARTNER_REMOVED' }), clockAt(start))).toMatchObject(
      wants('reauthorize'),
    )
  })

  it('3: asks to connect again when the key is dead', () => {
    const dead = blind(start, { kind: 'credentials', code: 190, message: 'Session has expired' })
    expect(then(start, dead)).toMatchObject(wants('reauthorize'))
    expect(then(start, dead).why).toContain('190: Session has expired')
    expect(then(start, dead, look(start + minute))).toMatchObject(registers)
  })

  it.each(['temporary', 'unanswered', 'unreadable', 'refused'] as const)(
    '4: never registers after a look that failed (%s)',
    (kind) => {
      expect(then(start, look(start), blind(start + minute, { kind }))).toMatchObject(waits('verifying'))
      expect(then(start + hour, look(start), tried(start), blind(start + hour, { kind }))).toMatchObject(
        waits('awaiting_provisioning'),
      )
    },
  )

  it('4: an answer without platform and throughput says nothing', () => {
    expect(then(start, look(start, { platform_type: null, throughput: null }))).toMatchObject(waits('verifying'))
  })

  it.each([
    ['in the cloud with capacity', live],
    ['verified long ago', { ...live, code_verification_status: 'EXPIRED' }],
    ['with a capacity of an unknown name', { ...live, throughput: 'ULTRA' }],
    ['without a word about capacity', { ...live, throughput: null }],
    [
      'shared with the phone application',
      { ...pending, is_on_biz_app: true, code_verification_status: 'NOT_VERIFIED' },
    ],
  ])('5: switches a number on that is %s', (_, number) => {
    expect(then(start, look(start, number))).toMatchObject({ action: 'activate', state: 'activating' })
  })

  it('5: is done once it is switched on', () => {
    const on: Event[] = [
      { type: 'acting', at: start, action: 'activate', by: 'automatic' },
      { type: 'acted', at: start, action: 'activate', by: 'automatic', result: {} },
    ]
    expect(then(start, look(start, live), on)).toMatchObject({ do: 'finish' })
  })

  it('5: does not try in a circle to switch on', () => {
    const failed = [look(start, live), ...fails(start, 'activate')]
    expect(then(start + minute, ...failed)).toMatchObject({ ...waits('activating'), until: start + 2 * minute })
    expect(then(start + 2 * minute, ...failed)).toMatchObject({ action: 'activate' })
  })

  it('6: asks to move a number of the old API', () => {
    expect(then(start, look(start, { platform_type: 'ON_PREMISE', throughput: 'STANDARD' }))).toMatchObject(
      wants('on_premise'),
    )
  })

  it.each(['NOT_VERIFIED', 'EXPIRED', 'PENDING', 'SOMETHING_NEW', null])(
    '7: asks to verify a pending number (%s)',
    (status) => {
      expect(then(start, look(start, { code_verification_status: status }))).toMatchObject({
        ...wants('verify_number'),
        until: start + 15 * minute,
      })
    },
  )

  it('7: asks to verify again after 133006, until somebody did', () => {
    const again = [look(start), ...tried(start, { code: 133006 })]
    expect(then(start + minute, ...again)).toMatchObject(wants('verify_number'))
    expect(then(start + hour, ...again, hears(start + hour, 'numberVerified'))).toMatchObject(registers)
  })

  it('8: asks for the PIN when it is another one, and tries the one that comes', () => {
    const wrong = [look(start), ...tried(start, { code: 133005 })]
    expect(then(start + minute, ...wrong)).toMatchObject(wants('pin'))
    expect(then(start + hour, ...wrong, asks(start + hour, true))).toMatchObject({ ...registers, by: 7 })
    expect(then(start + hour, ...wrong, look(start + hour, {}, { pinEntered: true }))).toMatchObject(registers)
  })

  it.each([133008, 133009])('8: waits out the lock after too many guesses (%i), PIN or not', (code) => {
    const locked = [look(start), ...tried(start, { code, retryAt: start + 3 * hour })]
    expect(then(start + minute, ...locked)).toMatchObject(wants('pin'))
    const withPin = [...locked, hears(start + minute, 'pinProvided')]
    expect(then(start + 2 * minute, ...withPin)).toMatchObject({ ...waits('cooldown'), until: start + 3 * hour })
    expect(then(start + 3 * hour, ...withPin)).toMatchObject(registers)
  })

  it('9: nothing breaks the 72 hours after 133016', () => {
    const locked = [look(start), ...tried(start, { code: 133016 })]
    const until = start + second + 72 * hour
    for (const more of [
      [],
      [asks(start + hour)],
      [hears(start + hour, 'displayNameDecision', { decision: 'APPROVED' })],
    ])
      expect(then(start + hour, ...locked, ...more)).toMatchObject({ ...waits('cooldown'), until })
    expect(then(until, ...locked)).toMatchObject(registers)
  })

  it('9: a lock that an earlier process met counts too', () => {
    const facts = { registerCalls: { at: [], blockedAt: start - hour } }
    expect(then(start, look(start, {}, facts))).toMatchObject({ ...waits('cooldown'), until: start + 71 * hour })
  })

  const daily = (count: number): Event[] =>
    Array.from({ length: count }, (_, index) => tried(start + index * hour)).flat()

  it('9: tries at most six times in 72 hours by itself', () => {
    const approved = hears(start + 7 * hour, 'displayNameDecision', { decision: 'APPROVED' })
    expect(then(start + 7 * hour, look(start), daily(5), approved)).toMatchObject(registers)
    expect(then(start + 7 * hour, look(start), daily(6), approved)).toMatchObject({
      ...waits('cooldown'),
      until: start + 72 * hour,
    })
    expect(then(start + 72 * hour, look(start), daily(6), approved)).toMatchObject(registers)
  })

  it('9: leaves the other four to people, and no more', () => {
    expect(then(start + 9 * hour, look(start), daily(9), asks(start + 9 * hour))).toMatchObject(registers)
    expect(then(start + 11 * hour, look(start), daily(10), asks(start + 11 * hour))).toMatchObject({
      ...waits('cooldown'),
      until: start + 72 * hour,
    })
  })

  it('9: calls of earlier processes count', () => {
    const at = [1, 2, 3, 4, 5, 6].map((count) => start - count * hour)
    expect(then(start, look(start, {}, { registerCalls: { at, blockedAt: null } }))).toMatchObject({
      ...waits('cooldown'),
      until: start + 66 * hour,
    })
  })

  it('9: after people used more, waits until there are fewer than six again', () => {
    expect(nextCallAt(after(look(start), daily(8)), clockAt(start + 9 * hour), false)).toBe(
      start + 2 * hour + 72 * hour,
    )
  })

  it('10: registers a pending number at once, whatever its name', () => {
    for (const name_status of ['PENDING_REVIEW', 'APPROVED', 'DECLINED', 'NONE', 'SOMETHING_NEW', null])
      expect(then(start, look(start, { name_status }))).toMatchObject(registers)
  })

  it('10: registers again when the name is approved since the last try, by webhook', () => {
    const news = hears(start + hour, 'displayNameDecision', { decision: 'APPROVED' })
    expect(then(start + hour, look(start), tried(start), news)).toMatchObject(registers)
    expect(then(start + 2 * hour, look(start), tried(start), news, tried(start + hour + second))).toMatchObject(
      waits('awaiting_provisioning'),
    )
    const before = hears(start - minute, 'displayNameDecision', { decision: 'APPROVED' })
    expect(then(start + hour, look(start), before, tried(start))).toMatchObject(waits('awaiting_provisioning'))
    const deferred = hears(start + hour, 'displayNameDecision', { decision: 'DEFERRED' })
    expect(then(start + hour, look(start), tried(start), deferred)).toMatchObject(waits('awaiting_provisioning'))
  })

  it.each(['APPROVED', 'AVAILABLE_WITHOUT_REVIEW'])('10: or by a look that shows %s', (name_status) => {
    expect(then(start + hour, look(start), tried(start), look(start + hour, { name_status }))).toMatchObject(registers)
  })

  it('10: a name that was good before the try is no reason for another', () => {
    const good = { name_status: 'APPROVED' }
    expect(then(start + hour, look(start, good), tried(start), look(start + hour, good))).toMatchObject(
      waits('awaiting_provisioning'),
    )
  })

  it('10: registers when a person says so, once', () => {
    const now = start + hour
    expect(then(now, look(start), tried(start), asks(now))).toMatchObject({ ...registers, by: 7 })
    expect(then(now, look(start), tried(start), hears(now, 'retryNow', {}, 8))).toMatchObject({ ...registers, by: 8 })
    expect(then(now + minute, look(start), tried(start), asks(now), tried(now), look(now))).toMatchObject(
      waits('awaiting_provisioning'),
    )
  })

  it('10: somebody who asks while a call is under way gets that one', () => {
    const now = start + 100
    const during = [look(start), calls(start), asks(now), isRefused(start + second, noName), look(start + second)]
    expect(then(start + second, ...during)).toMatchObject(waits('awaiting_provisioning'))
    const late = [look(start), calls(start), isRefused(start + second, noName), asks(now), look(start + second)]
    expect(then(start + second, ...late)).toMatchObject(waits('awaiting_provisioning'))
  })

  it('10: a wish that the next look did not allow is not done later', () => {
    const unverified = { code_verification_status: 'NOT_VERIFIED' }
    const now = start + hour
    expect(
      then(now + hour, look(start), tried(start), asks(now), look(now, unverified), look(now + hour)),
    ).toMatchObject(waits('awaiting_provisioning'))
  })

  it.each(['DECLINED', 'REJECTED', 'EXPIRED'])(
    '11: asks for another name when it is %s and stood in the way',
    (name_status) => {
      expect(then(start + hour, look(start, { name_status }), tried(start))).toMatchObject(wants('display_name'))
      expect(
        then(start + hour, look(start, { name_status }), tried(start, { code: 1, kind: 'refused' })),
      ).toMatchObject(waits('awaiting_provisioning'))
    },
  )

  it('11: goes on by itself after the name was edited and approved', () => {
    const declined = [look(start, { name_status: 'DECLINED' }), ...tried(start)]
    const edited = look(start + 2 * hour, { name_status: 'PENDING_REVIEW' })
    expect(then(start + 2 * hour, ...declined, edited)).toMatchObject(waits('awaiting_provisioning'))
    expect(
      then(start + 3 * hour, ...declined, edited, look(start + 3 * hour, { name_status: 'APPROVED' })),
    ).toMatchObject(registers)
  })

  it('12: tries again after a day, not before', () => {
    const waiting = [look(start), ...tried(start)]
    expect(then(start + 24 * hour - 1, ...waiting)).toMatchObject({
      ...waits('awaiting_provisioning'),
      until: start + 24 * hour,
    })
    expect(then(start + 24 * hour, ...waiting)).toMatchObject(registers)
  })

  it('13: otherwise waits, and says for what', () => {
    expect(then(start + minute, look(start), tried(start)).why).toContain('reviews the display name “Juniper Bikes”')
  })
})

describe('a registration', () => {
  it('that was taken is looked after often, for an hour', () => {
    const taken = [look(start), calls(start), isTaken(start + second)]
    const next = (now: number) => then(now, ...taken)
    expect(next(start + second)).toMatchObject({ ...waits('confirming'), until: start + 5 * second, hold: true })
    expect(next(start + 5 * second)).toMatchObject({ until: start + 15 * second, hold: true })
    expect(next(start + minute)).toMatchObject({ until: start + 5 * minute, hold: false })
    expect(next(start + hour - 1)).toMatchObject(waits('confirming'))
    expect(next(start + hour)).toMatchObject(waits('awaiting_provisioning'))
  })

  it.each([
    ['nobody answered', [calls(start), isRefused(start + second, { kind: 'unanswered' })]],
    ['the worker died in', [calls(start)]],
  ])('that %s is never made again before its outcome shows', (_, events) => {
    expect(then(start + minute, look(start), events)).toMatchObject(waits('confirming'))
    expect(then(start + minute, look(start), events, asks(start + minute))).toMatchObject(waits('confirming'))
    expect(then(start + 2 * hour, look(start), events)).toMatchObject(waits('awaiting_provisioning'))
    expect(then(start + minute, look(start), events, look(start + minute, live))).toMatchObject({ action: 'activate' })
  })

  it('that the provider could not take is tried again with growing patience', () => {
    const busy = { kind: 'temporary', code: 133004 } as const
    const once = [look(start), ...tried(start, busy)]
    expect(then(start + second, ...once)).toMatchObject({ ...waits('registering'), until: start + minute })
    expect(then(start + minute, ...once)).toMatchObject(registers)
    const twice = [...once, ...tried(start + minute, busy)]
    expect(then(start + 2 * minute, ...twice)).toMatchObject({ until: start + 6 * minute })
    const named = [look(start), ...tried(start, { ...busy, retryAt: start + 40 * minute })]
    expect(then(start + minute, ...named)).toMatchObject({ until: start + 40 * minute })
  })

  it('of a number that was deleted a moment ago is tried again after five minutes', () => {
    const deleted = [look(start), ...tried(start, { code: 133015 })]
    expect(then(start + minute, ...deleted)).toMatchObject({ until: start + 5 * minute })
  })

  it('that an unfinished deregistration forbids is made after that is finished', () => {
    const unfinished = [look(start), ...tried(start, { code: 133000, kind: 'temporary' })]
    expect(then(start + second, ...unfinished)).toMatchObject({ action: 'deregister' })
    const finished: Event[] = [
      { type: 'acting', at: start + minute, action: 'deregister', by: 'automatic' },
      { type: 'acted', at: start + minute, action: 'deregister', by: 'automatic', result: {} },
    ]
    expect(then(start + minute, ...unfinished, finished)).toMatchObject(registers)
  })

  it.each([
    [131031, 'policy'],
    [368, 'policy'],
    [131042, 'payment'],
  ])('that %i forbids needs the business: %s', (code, reason) => {
    const refused = [look(start), ...tried(start, { code })]
    expect(then(start + 25 * hour, ...refused)).toMatchObject(wants(reason))
    expect(then(start + hour, ...refused, hears(start + hour, 'retryNow', {}, 7))).toMatchObject(registers)
  })

  it.each([
    ['lacks the permission', { kind: 'credentials', code: 200 }],
    ['has a wrong id', { kind: 'refused', code: 100, subcode: 33 }],
  ] as const)('whose token %s asks to connect again', (_, problem) => {
    const refused = [look(start), ...tried(start, problem), look(start + minute)]
    expect(then(start + minute, ...refused)).toMatchObject(wants('reauthorize'))
    expect(then(start + hour, ...refused, hears(start + hour, 'tokenRefreshed')).do).not.toBe('ask')
  })
})

describe('a number of the business’s own app', () => {
  const manual = { mode: 'manual' } as const

  it('is registered only when somebody says so, and then carried through', () => {
    expect(then(start, look(start, {}, manual))).toMatchObject(wants('register'))
    expect(then(start, look(start, {}, manual), asks(start))).toMatchObject(registers)
    const approved = look(start + hour, { name_status: 'APPROVED' }, manual)
    expect(then(start + hour, look(start, {}, manual), tried(start), approved)).toMatchObject(registers)
  })

  it('is live when nobody can say where its messages go', () => {
    const failures = [1, 2, 3].flatMap(() => fails(start, 'subscribe', { code: 200 }))
    expect(then(start + minute, look(start, live, { ...manual, webhook: 'unknown' }), failures)).toMatchObject({
      action: 'activate',
    })
    expect(then(start + minute, look(start, live, { ...manual, webhook: 'other' }), failures)).toMatchObject(
      wants('webhook'),
    )
  })
})

describe('a new name on a number that works', () => {
  const renamed = { ...live, new_name_status: 'APPROVED' }

  it('is registered when a person wants it, and never by itself', () => {
    expect(then(start, look(start, renamed))).toMatchObject({ action: 'activate' })
    expect(then(start, look(start, renamed), asks(start))).toMatchObject(registers)
    expect(then(start, look(start, { ...renamed, is_on_biz_app: true }), asks(start))).toMatchObject({
      action: 'activate',
    })
  })
})

describe('a wish', () => {
  const wish = { name: 'completeRegistration', id: 'w', by: 7, detail: {} }
  const refusal = (now: number, ...events: (Event | Event[])[]) =>
    onboarding.refuse?.(after(...events), wish, clockAt(now))

  it('is refused with the time when the provider would refuse it', () => {
    const tens = Array.from({ length: 10 }, (_, index) => tried(start + index * minute)).flat()
    expect(refusal(start + hour, look(start), tens)).toMatchObject({ code: 'budget', retryAt: start + 72 * hour })
    expect(refusal(start + hour, look(start), tried(start, { code: 133016 }))).toMatchObject({
      code: 'cooldown',
      retryAt: start + second + 72 * hour,
    })
    expect(refusal(start + hour, look(start), tried(start))).toBeUndefined()
  })

  it('is answered with what became of it', () => {
    expect(onboarding.answer?.(after(look(start, live)))).toEqual({ registered: true, error: null })
    expect(onboarding.answer?.(after(look(start), tried(start)))).toMatchObject({ registered: false, error: noName })
  })
})

describe('notices', () => {
  it('have words for every reason that the table names', () => {
    const reasons = [
      'verify_number',
      'display_name',
      'pin',
      'reauthorize',
      'webhook',
      'policy',
      'payment',
      'on_premise',
      'register',
    ]
    const titles = reasons.map((reason) => onboarding.describe({ kind: 'asked', reason, why: 'Because.' }).title)
    expect(new Set(titles).size).toBe(reasons.length)
    expect(onboarding.describe({ kind: 'stalled', state: 'awaiting_provisioning' })).toMatchObject({
      severity: 'critical',
      text: expect.stringContaining('WhatsApp Manager'),
    })
  })
})
