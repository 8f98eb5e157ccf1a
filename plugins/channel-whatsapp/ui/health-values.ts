import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import type { HealthItem } from '@cordboard/ui/cb-health-card'
import { capital, exactly, moment } from './when.ts'

/** What the server passes on of Meta's answer. Every value is open: Meta adds words without asking. */
export interface Health extends Record<string, unknown> {
  display_phone_number?: string | null
  verified_name?: string | null
  business_id?: string | null
  fetched_at?: string | null
}

/** Added to the address of the health: what the server remembers of the last minute is not enough. */
export const fresh = '?fresh=true'

interface Judged {
  tone: NonNullable<HealthItem['tone']>
  /** There is something to do about it. */
  todo?: true
}

const good: Judged = { tone: 'good' }
const neutral: Judged = { tone: 'neutral' }
const warn: Judged = { tone: 'warn' }
const warnTodo: Judged = { tone: 'warn', todo: true }
const bad: Judged = { tone: 'bad', todo: true }

/** Tone of each value that Meta documents, and whether there is something to do; words are `health.<field>.<value>`. */
export const values: Readonly<Record<string, Readonly<Record<string, Judged>>>> = {
  platform_type: { CLOUD_API: good, ON_PREMISE: warnTodo, NOT_APPLICABLE: bad },
  name_status: {
    APPROVED: good,
    AVAILABLE_WITHOUT_REVIEW: good,
    PENDING_REVIEW: warn,
    DECLINED: bad,
    REJECTED: bad,
    EXPIRED: bad,
    NONE: warnTodo,
    NON_EXISTS: warnTodo,
  },
  new_name_status: {
    APPROVED: { tone: 'good', todo: true },
    AVAILABLE_WITHOUT_REVIEW: { tone: 'good', todo: true },
    PENDING_REVIEW: warn,
    DECLINED: bad,
  },
  throughput: { STANDARD: good, HIGH: good, NOT_APPLICABLE: { tone: 'bad' } },
  code_verification_status: { VERIFIED: good, NOT_VERIFIED: bad, EXPIRED: neutral, EXPIRED_PENDING: bad },
  can_send_message: { AVAILABLE: good, LIMITED: warnTodo, BLOCKED: bad },
  quality_rating: { GREEN: good, YELLOW: warnTodo, RED: bad, UNKNOWN: neutral, NA: neutral },
  messaging_limit_tier: {
    TIER_50: warn,
    TIER_250: warn,
    TIER_1K: neutral,
    TIER_1000: neutral,
    TIER_2K: neutral,
    TIER_10K: neutral,
    TIER_100K: neutral,
    TIER_UNLIMITED: neutral,
    TIER_NOT_SET: neutral,
  },
  account_mode: { LIVE: good, SANDBOX: neutral },
  webhook: { ours: good, other: bad, missing: bad, unknown: neutral },
  status: {
    CONNECTED: good,
    PENDING: warn,
    UNVERIFIED: warnTodo,
    MIGRATED: warn,
    UNKNOWN: warn,
    FLAGGED: warnTodo,
    RATE_LIMITED: warnTodo,
    RESTRICTED: bad,
    BANNED: bad,
    DISCONNECTED: bad,
    DELETED: bad,
    OFFLINE: bad,
  },
  is_on_biz_app: { true: neutral },
}

/** Not registered anywhere yet. Without an answer nobody knows. */
export const isPending = ({ platform_type, throughput }: Health): boolean =>
  platform_type === 'NOT_APPLICABLE' || levelOf(throughput) === 'NOT_APPLICABLE'

/** Every value with its words, in the order in which they stop messages. Fields that this server does not pass on are left out. */
export function healthItems(context: PanelContext, health: Health): HealthItem[] {
  const { t } = context
  const judged = (field: string, word: unknown, shown: unknown = word): HealthItem[] =>
    word === undefined ? [] : [judge(context, field, word, shown)]
  const verification = health.code_verification_status
  return [
    ...judged('platform_type', health.platform_type),
    ...judged('name_status', health.name_status),
    ...judged('new_name_status', changedName(health.new_name_status)),
    ...judged('throughput', health.throughput === undefined ? undefined : levelOf(health.throughput)),
    ...judged(
      'code_verification_status',
      verification === 'EXPIRED' && isPending(health) ? 'EXPIRED_PENDING' : verification,
      verification,
    ),
    ...canSend(context, health),
    ...judged('quality_rating', health.quality_rating),
    ...judged('messaging_limit_tier', health.messaging_limit_tier),
    ...judged('account_mode', health.account_mode),
    ...judged('webhook', health.webhook),
    ...judged('status', health.status),
    ...judged('is_on_biz_app', health.is_on_biz_app === true ? 'true' : undefined),
    {
      label: t('health.last_onboarded_time'),
      value: dateWords(context, health.last_onboarded_time),
      why: t('health.last_onboarded_time.why'),
      ...(typeof health.last_onboarded_time === 'string' ? { raw: exactOr(context, health.last_onboarded_time) } : {}),
    },
    {
      label: t('health.display_phone_number'),
      value: health.display_phone_number || t('health.missing'),
      why: t('health.display_phone_number.why'),
    },
    {
      label: t('health.verified_name'),
      value: health.verified_name || t('health.missing'),
      why: t('health.verified_name.why'),
    },
  ]
}

function judge({ t }: PanelContext, field: string, word: unknown, shown: unknown): HealthItem {
  const label = t(`health.${field}`)
  if (word === null || word === '')
    return { label, value: t('health.missing'), tone: 'neutral', why: t('health.missing.why') }
  const key = String(word)
  const known = Object.hasOwn(values[field] ?? {}, key) ? values[field]?.[key] : undefined
  const raw = `${field}: ${String(shown)}`
  if (!known) return { label, value: String(shown), tone: 'neutral', why: t('health.unknown.why'), raw }
  return {
    label,
    value: t(`health.${field}.${key}`),
    tone: known.tone,
    why: t(`health.${field}.${key}.why`),
    ...(known.todo ? { todo: t(`health.${field}.${key}.todo`) } : {}),
    raw,
  }
}

// Only a name that was changed has a second status.
const changedName = (status: unknown): unknown => (status && status !== 'NONE' ? status : undefined)

/** The changed name is approved: one more registration shows it to customers. */
export const isRenameReady = ({ new_name_status, is_on_biz_app }: Health): boolean =>
  is_on_biz_app !== true && (new_name_status === 'APPROVED' || new_name_status === 'AVAILABLE_WITHOUT_REVIEW')

// Meta's own verdict, with the reasons that it gives for parts: the number, the account, the app.
function canSend(context: PanelContext, { can_send_message, can_send_errors }: Health): HealthItem[] {
  if (can_send_message === undefined) return []
  const item = judge(context, 'can_send_message', can_send_message, can_send_message)
  const reasons = list(can_send_errors)
    .map((error) => [part(error, 'description'), part(error, 'solution')].filter(Boolean).join(' '))
    .filter(Boolean)
  return [reasons.length > 0 ? { ...item, why: context.t('health.meta', { words: reasons.join(' ') }) } : item]
}

function levelOf(throughput: unknown): unknown {
  return typeof throughput === 'string' ? throughput : (part(throughput, 'level') ?? null)
}

function dateWords(context: PanelContext, value: unknown): string {
  if (typeof value !== 'string' || value === '') return context.t('health.never')
  return Number.isNaN(parse(value)) ? value : capital(moment(context, new Date(parse(value)).toISOString()))
}

const exactOr = ({ locale }: PanelContext, value: string): string =>
  Number.isNaN(parse(value)) ? value : exactly(locale, new Date(parse(value)).toISOString())

// Meta writes zones without a colon, which not every browser reads.
const parse = (value: string): number => Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))

const part = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
