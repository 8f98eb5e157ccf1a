import {
  type Change,
  type Clock,
  defineHealthWatch,
  type Json,
  type News,
  type NoticeText,
  type Seen,
  type Watched,
} from '@cordboard/plugin-sdk/onboarding'
import { words } from './decide.ts'
import { isApproved, isEnding, isLive, isRefused, type NumberFacts, type WhatsappFacts } from './facts.ts'

type Told = NoticeText & { key: string }

/** What the watch remembers between two looks. */
interface WatchMemory {
  /** Times in a row that messages were found to go elsewhere. */
  astray?: number
  /** Problems that administrators were told of and that still last, with when they began: told once each time they begin. */
  open?: Record<string, number>
}

const expiryWarningDays = 7

/** How a live number is watched. */
export const health = defineHealthWatch<WhatsappFacts>({
  everyHours: 6,
  news: ['accountUpdate', 'accountReview', 'qualityUpdate', 'displayNameDecision', 'tokenRefreshed', 'sendingTrouble'],
  actions: { subscribe: { summary: 'Tell WhatsApp again where to send messages' } },
  watch,
})

function watch(before: Json, seen: Seen<WhatsappFacts>, clock: Clock): Watched {
  const memory = before as WatchMemory
  const problems = problemsOf(seen, memory, clock)
  const open = Object.fromEntries(problems.map(({ key }) => [key, memory.open?.[key] ?? clock.now]))
  const notices = problems
    .filter(({ key, title }) => memory.open?.[key] === undefined && title !== '')
    .map((notice) => ({ ...notice, key: `${notice.key}:${clock.now}` }))
  const isAstray = seen.now !== undefined && (seen.now.webhook === 'other' || seen.now.webhook === 'missing')
  const astray = isAstray ? (memory.astray ?? 0) + 1 : seen.now ? 0 : (memory.astray ?? 0)
  const onboard = reasonToOnboard(seen)
  return {
    memory: { astray, open } satisfies WatchMemory as Json,
    changes: changesOf(seen),
    notices,
    ...(astray === 1 ? { act: 'subscribe', checkIn: clock.minutes(1) } : {}),
    ...(onboard ? { onboard } : {}),
    ...(seen.problem && !onboard ? { checkIn: clock.minutes(30) } : {}),
    summary: summaryOf(seen, problems),
    stuck: problems.some(({ severity }) => severity === 'critical'),
  }
}

const watched = [
  'quality_rating',
  'messaging_limit_tier',
  'name_status',
  'new_name_status',
  'verified_name',
  'status',
  'platform_type',
  'throughput',
  'account_mode',
  'can_send_message',
] as const satisfies readonly (keyof NumberFacts)[]

function changesOf({ before, now }: Seen<WhatsappFacts>): Change[] {
  if (!before || !now) return []
  const changes: Change[] = watched.flatMap((field) => {
    const from = before.number?.[field] ?? null
    const to = now.number?.[field] ?? null
    return from === to ? [] : [{ field, from, to }]
  })
  return before.webhook === now.webhook
    ? changes
    : [...changes, { field: 'webhook', from: before.webhook, to: now.webhook }]
}

const registrationTroubles = new Set([133010, 131045])

/** Onboarding begins again where the number is no longer registered, or its key is dead. */
function reasonToOnboard({ now, problem, news }: Seen<WhatsappFacts>): string | undefined {
  if (problem?.kind === 'credentials') return 'reauthorize'
  const ending = news.find(({ name, detail }) => name === 'accountUpdate' && isEnding(String(detail.event)))
  if (ending) return String(ending.detail.event)
  const number = now?.number
  if (!number) return undefined
  if (!isLive(number) && number.platform_type === 'NOT_APPLICABLE') return 'unregistered'
  const isRefusedSending = news.some(
    ({ name, detail }) => name === 'sendingTrouble' && registrationTroubles.has(Number(detail.code)),
  )
  return isRefusedSending && !isLive(number) ? 'unregistered' : undefined
}

/** What is wrong now, worst first. Each has a key of its own, so that it is told once as long as it lasts. */
function problemsOf({ before, now, problem, news }: Seen<WhatsappFacts>, memory: WatchMemory, clock: Clock): Told[] {
  const found: (Told | undefined)[] = [
    ...(now?.number ? ofNumber(now.number, before?.number, memory) : []),
    now && (memory.astray ?? 0) >= 1 && (now.webhook === 'other' || now.webhook === 'missing') ? astray : undefined,
    now ? expiry(now, clock) : undefined,
    ...news.map(ofNews),
  ]
  const problems = found.filter((one) => one !== undefined)
  // While the provider does not answer, what was wrong before is not settled; what only an event told lasts for a day.
  const kept = Object.entries(memory.open ?? {}).filter(
    ([key, since]) =>
      !problems.some((one) => one.key === key) &&
      (problem ? true : isEvent(key) && since > clock.now - clock.hours(24)),
  )
  return [...problems, ...kept.map(([key]) => lasting(key))]
}

const isEvent = (key: string): boolean => /^(sending|account|review)/.test(key)

/** Known already, or no news: nobody is told. */
const lasting = (key: string): Told => ({ key, severity: 'warning', title: '', text: '' })

const tiers = ['TIER_50', 'TIER_250', 'TIER_1K', 'TIER_2K', 'TIER_10K', 'TIER_100K', 'TIER_UNLIMITED']
const rank = (tier: string | null | undefined): number => tiers.indexOf(tier === 'TIER_1000' ? 'TIER_1K' : (tier ?? ''))

function ofNumber(now: NumberFacts, before: NumberFacts | null | undefined, memory: WatchMemory): (Told | undefined)[] {
  return [
    now.platform_type === 'NOT_APPLICABLE' && now.is_on_biz_app !== true ? unregistered : undefined,
    badStatuses.has(now.status ?? '') || warnStatuses.has(now.status ?? '') ? status(String(now.status)) : undefined,
    rated(now.quality_rating, memory),
    isRefused(now.name_status) ? name(String(now.name_status)) : undefined,
    isApproved(now.new_name_status) && now.is_on_biz_app !== true ? newName : undefined,
    tierDown(now, before, memory),
  ]
}

const unregistered: Told = {
  key: 'unregistered',
  severity: 'critical',
  title: 'The WhatsApp number is no longer registered',
  text: 'It is registered again by itself where that is possible. The inbox, tab Account Health, shows each step.',
  message: 'notice.health.unregistered',
}

const warnStatuses = new Set(['PENDING', 'UNVERIFIED', 'MIGRATED', 'FLAGGED', 'RATE_LIMITED'])
const badStatuses = new Set(['RESTRICTED', 'BANNED', 'DISCONNECTED', 'DELETED', 'OFFLINE'])

const status = (value: string): Told => ({
  key: `status:${value}`,
  severity: badStatuses.has(value) ? 'critical' : 'warning',
  title: badStatuses.has(value) ? 'The WhatsApp number cannot send' : 'The WhatsApp number is limited',
  text: `Meta shows it as ${value}. Open WhatsApp Manager to see why.`,
  message: badStatuses.has(value) ? 'notice.health.statusBad' : 'notice.health.status',
  values: { status: value },
})

function rated(rating: string | null, { open }: WatchMemory): Told | undefined {
  if (rating !== 'RED' && rating !== 'YELLOW') return undefined
  // Better than it was: no news for anybody.
  return rating === 'YELLOW' && open?.['quality:RED'] !== undefined ? lasting('quality:YELLOW') : quality(rating)
}

const quality = (rating: string): Told => ({
  key: `quality:${rating}`,
  severity: rating === 'RED' ? 'critical' : 'warning',
  title: rating === 'RED' ? 'The quality of the WhatsApp number is low' : 'The quality of the WhatsApp number fell',
  text: 'Customers blocked or reported messages. Write only to those who expect it, or WhatsApp lowers your limit.',
  message: rating === 'RED' ? 'notice.health.qualityRed' : 'notice.health.qualityYellow',
})

const name = (value: string): Told => ({
  key: `name:${value}`,
  severity: 'warning',
  title: 'The display name is not accepted',
  text: `Meta shows it as ${value}. Customers see the number instead. Edit the name in WhatsApp Manager.`,
  message: 'notice.health.name',
  values: { status: value },
})

const newName: Told = {
  key: 'newName',
  severity: 'info',
  title: 'The new display name is approved',
  text: 'Customers see it once the number is registered again. Choose Complete registration within 14 days.',
  message: 'notice.health.newName',
}

// A lower limit stays lower: it is told when it happens and not while it lasts.
function tierDown(
  { messaging_limit_tier: now }: NumberFacts,
  before: NumberFacts | null | undefined,
  memory: WatchMemory,
): Told | undefined {
  const key = `tier:${now}`
  const fell = before && rank(now) >= 0 && rank(now) < rank(before.messaging_limit_tier)
  if (!fell && memory.open?.[key] === undefined) return undefined
  return {
    key,
    severity: 'warning',
    title: 'WhatsApp lowered your messaging limit',
    text: `You can start conversations with fewer customers a day now: ${now}.`,
    message: 'notice.health.tier',
    values: { tier: now },
  }
}

const astray: Told = {
  key: 'webhook',
  severity: 'critical',
  title: 'WhatsApp sends the messages of the number elsewhere',
  text: 'Cordboard asked for them again without success. Check in your Meta app which callback address is set.',
  message: 'notice.health.webhook',
}

function expiry({ tokenExpiresAt }: WhatsappFacts, clock: Clock): Told | undefined {
  if (tokenExpiresAt === null || tokenExpiresAt - clock.now > clock.hours(24 * expiryWarningDays)) return undefined
  return {
    key: `expiry:${tokenExpiresAt}`,
    severity: 'warning',
    title: 'The access token of the WhatsApp number expires soon',
    text: 'Connect the number again before it does, so that your answers keep going out.',
    message: 'notice.health.expiry',
    values: { at: new Date(tokenExpiresAt).toISOString() },
  }
}

const troubles: Record<number, string> = {
  131031: 'Meta locked the business account.',
  131037: 'The display name is not approved yet.',
  131042: 'Meta wants a payment method: add one in WhatsApp Manager.',
  131045: 'The registration of the number is faulty.',
  133010: 'The number is not registered.',
  190: 'WhatsApp no longer accepts the access token.',
}

function ofNews({ name, detail }: News): Told | undefined {
  if (name === 'sendingTrouble') {
    const code = Number(detail.code)
    const text = `${troubles[code] ?? 'WhatsApp refuses to send.'} WhatsApp’s error: ${code}.`
    const title = 'WhatsApp does not send your messages'
    return {
      key: `sending:${code}`,
      severity: 'critical',
      title,
      text,
      message: 'notice.health.sending',
      values: { code },
    }
  }
  if (name === 'accountReview' && detail.decision === 'REJECTED')
    return {
      key: 'review',
      severity: 'critical',
      title: 'Meta refused the WhatsApp Business account',
      text: 'Open WhatsApp Manager to see why and ask for another review.',
      message: 'notice.health.review',
    }
  const event = String(detail.event)
  if (name !== 'accountUpdate' || !accountTroubles.has(event)) return undefined
  return {
    key: `account:${event}`,
    severity: 'critical',
    title: 'Meta restricted the WhatsApp account',
    text: `Meta reports ${event}. Open WhatsApp Manager to see why.`,
    message: 'notice.health.account',
    values: { event },
  }
}

const accountTroubles = new Set(['ACCOUNT_VIOLATION', 'ACCOUNT_RESTRICTION', 'SCHEDULE_FOR_DISABLE'])

function summaryOf({ now, problem }: Seen<WhatsappFacts>, problems: readonly Told[]): string {
  if (problem) return `WhatsApp did not say how the number is (${words(problem)}).`
  const worst = problems.find(({ title }) => title !== '')
  if (worst) return `${worst.title}.`
  const rating = now?.number?.quality_rating
  return `The number is live${rating ? `, quality ${rating.toLowerCase()}` : ''}.`
}
