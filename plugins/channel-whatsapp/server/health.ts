import { setTimeout as pause } from 'node:timers/promises'
import type { ChannelRecord, Health, PluginProcesses } from '@cordboard/plugin-sdk'
import { connectionOf } from './connection.ts'
import { isDead } from './errors.ts'
import type { Graph } from './graph.ts'
import { GraphError } from './graph-error.ts'
import { type Json, record, records, text, word } from './json.ts'
import { readNumber } from './onboarding/read-number.ts'
import { redact, secretsOf } from './onboarding/redact.ts'
import { appsOf, type Callback, webhookState } from './onboarding/subscription.ts'

/** Always there, null where the provider leaves them out. */
const documented = [
  'display_phone_number',
  'verified_name',
  'name_status',
  'quality_rating',
  'messaging_limit_tier',
  'account_mode',
  'code_verification_status',
  'throughput',
  'last_onboarded_time',
  'platform_type',
] as const

const further = [
  'status',
  'is_on_biz_app',
  'is_official_business_account',
  'is_pin_enabled',
  'new_name_status',
  'webhook_configuration',
] as const

const remembered = 60_000
/** However often somebody asks anew, the provider is asked no more often. */
const soonest = 2_000

/** What the provider says of a number, in the shape of the public contract. */
export interface HealthReader {
  /** `fresh`: not from memory. */
  read(channel: ChannelRecord, options?: { fresh?: boolean }): Promise<Json>
  /** The last good answer, while a new one cannot be had. */
  last(channel: ChannelRecord): Json | undefined
  summarise(channel: ChannelRecord): Promise<Health>
}

interface Remembered {
  askedAt: number
  token: string | undefined
  answer: Promise<Json>
  /** The answer that those wait for who asked anew too soon: what they heard of is not in the one above. */
  next?: Promise<Json>
}

export function createHealthReader(
  graph: Graph,
  callbackOf: (channel: ChannelRecord) => Callback,
  now: () => number = Date.now,
): HealthReader {
  const answers = new Map<number, Remembered>()
  const good = new Map<number, Json>()

  async function ask(channel: ChannelRecord): Promise<Json> {
    const connection = connectionOf(channel)
    const { businessAccountId } = connection
    const [found, apps] = await Promise.all([
      readNumber(graph, connection),
      graph.get(connection, `${businessAccountId}/subscribed_apps`).then(appsOf, () => undefined),
    ])
    const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, found[name] ?? null]))
    const verdict = record(found.health_status)
    const answer = {
      ...pick(documented),
      business_id: businessAccountId || null,
      ...pick(further),
      can_send_message: word(verdict?.can_send_message) ?? null,
      can_send_errors: errorsOf(verdict),
      health_status: verdict ?? null,
      webhook: webhookState(found, apps, callbackOf(channel)),
      business_portfolio_id: text(channel.settings.business_portfolio_id) ?? null,
      fetched_at: new Date(now()).toISOString(),
    }
    good.set(channel.inboxId, answer)
    return answer
  }

  function read(channel: ChannelRecord, { fresh = false } = {}): Promise<Json> {
    const known = answers.get(channel.inboxId)
    const age = known ? now() - known.askedAt : Number.POSITIVE_INFINITY
    if (known && known.token === channel.secrets.api_key && age < remembered) {
      if (!fresh) return known.answer
      if (age < soonest) {
        known.next ??= pause(soonest - age).then(() => readAnew(channel))
        return known.next
      }
    }
    return readAnew(channel)
  }

  function readAnew(channel: ChannelRecord): Promise<Json> {
    const answer = ask(channel)
    answers.set(channel.inboxId, { askedAt: now(), token: channel.secrets.api_key, answer })
    answer.catch(() => answers.delete(channel.inboxId))
    return answer
  }

  return {
    read,
    last: (channel) => good.get(channel.inboxId),
    summarise: (channel) =>
      read(channel).then(
        (answer) => ({ ...judge(answer), checkedAt: String(answer.fetched_at) }),
        (error: unknown) => ({ ...failed(error, channel), checkedAt: new Date(now()).toISOString() }),
      ),
  }
}

/** Why sending is limited, part by part: the number, the account, the business, the app. */
const errorsOf = (verdict: Json | undefined): Json[] =>
  records(verdict?.entities).flatMap((entity) =>
    records(entity.errors).map(({ error_code, error_description, possible_solution }) => ({
      entity: word(entity.entity_type) ?? null,
      code: error_code ?? null,
      description: word(error_description) ?? null,
      solution: word(possible_solution) ?? null,
    })),
  )

// A number that is nowhere registered cannot send yet; a low rating is a warning. Unknown words mean nothing bad.
function judge({ platform_type, quality_rating }: Json): Pick<Health, 'state' | 'detail'> {
  if (platform_type === 'NOT_APPLICABLE') return { state: 'down', detail: 'The number is not registered yet' }
  if (quality_rating === 'RED') return { state: 'degraded', detail: 'Customers rate the messages of this number low' }
  return { state: 'ok' }
}

function failed(error: unknown, channel: ChannelRecord): Pick<Health, 'state' | 'detail'> {
  const detail = healthError(error, channel)
  return isDead(error) || isUnconnected(error) ? { state: 'reauthorize', detail } : { state: 'down', detail }
}

const isUnconnected = (error: unknown): boolean => error instanceof Error && error.name === 'ReauthorizationError'

/** Why health could not be read, without the raw answer, which may hold ids and tokens. */
export function healthError(error: unknown, channel: Pick<ChannelRecord, 'secrets'>): string {
  if (!(error instanceof GraphError)) return error instanceof Error ? error.message : 'WhatsApp could not be reached'
  const code = [error.code, error.subcode].filter((part) => part !== undefined).join('/')
  const words = `WhatsApp API request failed: ${error.status} - ${code} ${error.message}`.trim()
  return redact(words, secretsOf(channel))
}

export const historyDays = 90

/** How quality and limit went, oldest first: one point a change and at least one a day. */
export async function healthHistory(inboxId: number, processes: PluginProcesses): Promise<Json[]> {
  const snapshots = await processes.snapshots(inboxId, historyDays)
  return snapshots.map(({ at, facts }) => {
    const number = record(facts.number)
    const pick = (name: string) => word(number?.[name]) ?? null
    return {
      at,
      quality_rating: pick('quality_rating'),
      messaging_limit_tier: pick('messaging_limit_tier'),
      name_status: pick('name_status'),
      status: pick('status'),
    }
  })
}
