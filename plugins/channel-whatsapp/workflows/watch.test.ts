import type { Clock, News, ProcessProblem, Watched } from '@cordboard/plugin-sdk/onboarding'
import { describe, expect, it } from 'vitest'
import type { NumberFacts, WhatsappFacts } from './facts.ts'
import { health } from './watch.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 0, 5, 9)
const clockAt = (now: number): Clock => ({
  now,
  hours: (count) => count * hour,
  minutes: (count) => (count * hour) / 60,
  seconds: (count) => count * 1000,
})

const number: NumberFacts = {
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
  can_send_message: 'AVAILABLE',
}

const seen = (changes: Partial<NumberFacts> = {}, facts: Partial<WhatsappFacts> = {}): WhatsappFacts => ({
  mode: 'signup',
  phoneNumberId: '106540352242922',
  number: { ...number, ...changes },
  found: null,
  webhook: 'ours',
  tokenExpiresAt: null,
  pinEntered: false,
  registerCalls: { at: [], blockedAt: null },
  ...facts,
})

interface Look {
  now?: WhatsappFacts
  problem?: ProcessProblem
  news?: News[]
}

/** Looks every six hours. */
function watches(...looks: Look[]): Watched[] {
  let memory = {}
  let before: WhatsappFacts | undefined
  return looks.map(({ now, problem, news = [] }, index) => {
    const watched = health.watch(memory, { before, now, problem, news }, clockAt(start + index * 6 * hour))
    memory = watched.memory
    before = now ?? before
    return watched
  })
}

const titles = ({ notices }: Watched) => notices.map(({ title }) => title)
const heard = (name: string, detail: Record<string, unknown>): News => ({ name, msgId: name, detail })

describe('the watch of a live number', () => {
  it('has nothing to say while all is well', () => {
    for (const watched of watches({ now: seen() }, { now: seen() }))
      expect(watched).toMatchObject({
        changes: [],
        notices: [],
        stuck: false,
        summary: 'The number is live, quality green.',
      })
  })

  it('tells of a falling quality once each time it falls, and not of a better one', () => {
    const ratings = ['GREEN', 'YELLOW', 'YELLOW', 'RED', 'YELLOW', 'YELLOW', 'GREEN', 'YELLOW']
    const told = watches(...ratings.map((quality_rating) => ({ now: seen({ quality_rating }) })))
    expect(told.map(titles).map((list) => list.length)).toEqual([0, 1, 0, 1, 0, 0, 0, 1])
    expect(told[1]?.changes).toEqual([{ field: 'quality_rating', from: 'GREEN', to: 'YELLOW' }])
    expect(new Set(told.flatMap(({ notices }) => notices.map(({ key }) => key))).size).toBe(3)
  })

  it.each([
    ['a lower limit', { messaging_limit_tier: 'TIER_250' }],
    ['a refused name', { name_status: 'DECLINED' }],
    ['an expired name', { name_status: 'EXPIRED' }],
    ['a banned number', { status: 'BANNED' }],
    ['a flagged number', { status: 'FLAGGED' }],
    ['a new name that is approved', { new_name_status: 'APPROVED' }],
  ])('tells of %s once', (_, changes) => {
    const told = watches({ now: seen() }, { now: seen(changes) }, { now: seen(changes) }, { now: seen(changes) })
    expect(told.map(titles).map((list) => list.length)).toEqual([0, 1, 0, 0])
  })

  it.each([
    ['a higher limit', { messaging_limit_tier: 'TIER_10K' }],
    ['the same limit by its old name', { messaging_limit_tier: 'TIER_1000' }],
    ['words nobody knows', { status: 'DREAMING', quality_rating: 'PURPLE', messaging_limit_tier: 'TIER_MOON' }],
    ['missing fields', { status: null, quality_rating: null, messaging_limit_tier: null, name_status: null }],
  ])('is calm about %s', (_, changes) => {
    const told = watches({ now: seen() }, { now: seen(changes) })
    expect(told.map(titles)).toEqual([[], []])
  })

  it('takes lost messages back once, then tells', () => {
    const lost = { now: seen({}, { webhook: 'other' }) }
    const told = watches({ now: seen() }, lost, lost, lost)
    expect(told.map(({ act }) => act)).toEqual([undefined, 'subscribe', undefined, undefined])
    expect(told.map(titles).map((list) => list.length)).toEqual([0, 0, 1, 0])
    expect(told[1]?.checkIn).toBe(60_000)
  })

  it('begins anew when the number is nowhere registered', () => {
    const [, fell] = watches({ now: seen() }, { now: seen({ platform_type: 'NOT_APPLICABLE' }) })
    expect(fell).toMatchObject({ onboard: 'unregistered', stuck: true })
    expect(titles(fell as Watched)).toEqual(['The WhatsApp number is no longer registered'])
  })

  it('lets onboarding ask when the key is dead or the relation ended', () => {
    const problem: ProcessProblem = { kind: 'credentials', code: 190, message: 'expired' }
    expect(watches({ problem })[0]).toMatchObject({ onboard: 'reauthorize', notices: [] })
    const news = [heard('accountUpdate', { event: 'PARTNER_REMOVED' })]
    expect(watches({ now: seen(), news })[0]).toMatchObject({ onboard: 'PARTNER_REMOVED' })
  })

  it('takes silence of the provider for silence', () => {
    const problem: ProcessProblem = { kind: 'temporary', message: 'no answer' }
    const told = watches(
      { now: seen({ quality_rating: 'RED' }) },
      { problem },
      { now: seen({ quality_rating: 'RED' }) },
    )
    expect(told.map(titles).map((list) => list.length)).toEqual([1, 0, 0])
    expect(told[1]).toMatchObject({ changes: [] })
    expect(told[1]?.onboard).toBeUndefined()
  })

  it('warns a week before the token expires, once', () => {
    const soon = start + 7 * 24 * hour
    const told = watches(
      { now: seen({}, { tokenExpiresAt: soon + 7 * hour }) },
      { now: seen({}, { tokenExpiresAt: soon + 7 * hour }) },
      { now: seen({}, { tokenExpiresAt: soon + 7 * hour }) },
    )
    expect(told.map(titles).map((list) => list.length)).toEqual([0, 0, 1])
  })

  it('tells of refused sending once a day, however often it happens', () => {
    const looks = Array.from({ length: 6 }, () => ({ now: seen(), news: [heard('sendingTrouble', { code: 131042 })] }))
    expect(
      watches(...looks)
        .map(titles)
        .map((list) => list.length),
    ).toEqual([1, 0, 0, 0, 0, 0])
    const rare = [looks[0], ...Array.from({ length: 5 }, () => ({ now: seen() })), looks[0]] as Look[]
    expect(
      watches(...rare)
        .map(titles)
        .map((list) => list.length),
    ).toEqual([1, 0, 0, 0, 0, 0, 1])
  })

  it('tells of restrictions and of a refused account', () => {
    const news = [
      heard('accountUpdate', { event: 'ACCOUNT_RESTRICTION' }),
      heard('accountReview', { decision: 'REJECTED' }),
    ]
    expect(titles(watches({ now: seen(), news })[0] as Watched)).toHaveLength(2)
    expect(
      titles(watches({ now: seen(), news: [heard('accountUpdate', { event: 'VERIFIED_ACCOUNT' })] })[0] as Watched),
    ).toEqual([])
  })
})
