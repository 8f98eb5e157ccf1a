import type { ChannelRecord, Health } from '@cordboard/plugin-sdk'
import { connectionOf } from './connection.ts'
import { isDead } from './errors.ts'
import type { Graph } from './graph.ts'
import { GraphError } from './graph-error.ts'
import type { Json } from './json.ts'

const fields = [
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

const remembered = 60_000

/** What the provider says of a number, in the shape of the public contract. */
export interface HealthReader {
  read(channel: ChannelRecord): Promise<Json>
  summarise(channel: ChannelRecord): Promise<Health>
}

export function createHealthReader(graph: Graph, now: () => number = Date.now): HealthReader {
  const answers = new Map<number, { until: number; token: string | undefined; answer: Promise<Json> }>()

  async function ask(channel: ChannelRecord): Promise<Json> {
    const connection = connectionOf(channel)
    const found = await graph.get(connection, connection.phoneNumberId, { fields: fields.join(',') })
    return {
      ...Object.fromEntries(fields.map((name) => [name, found[name] ?? null])),
      business_id: connection.businessAccountId || null,
      fetched_at: new Date(now()).toISOString(),
    }
  }

  function read(channel: ChannelRecord): Promise<Json> {
    const known = answers.get(channel.inboxId)
    if (known && known.until > now() && known.token === channel.secrets.api_key) return known.answer
    const answer = ask(channel)
    answers.set(channel.inboxId, { until: now() + remembered, token: channel.secrets.api_key, answer })
    answer.catch(() => answers.delete(channel.inboxId))
    return answer
  }

  return {
    read,
    summarise: (channel) =>
      read(channel).then(
        (answer) => ({ ...judge(answer), checkedAt: String(answer.fetched_at) }),
        (error: unknown) => ({ ...failed(error), checkedAt: new Date(now()).toISOString() }),
      ),
  }
}

// A number that is nowhere registered cannot send yet; a low rating is a warning. Unknown words mean nothing bad.
function judge({ platform_type, quality_rating }: Json): Pick<Health, 'state' | 'detail'> {
  if (platform_type === 'NOT_APPLICABLE') return { state: 'down', detail: 'The number is not registered yet' }
  if (quality_rating === 'RED') return { state: 'degraded', detail: 'Customers rate the messages of this number low' }
  return { state: 'ok' }
}

function failed(error: unknown): Pick<Health, 'state' | 'detail'> {
  const detail = healthError(error)
  return isDead(error) || isUnconnected(error) ? { state: 'reauthorize', detail } : { state: 'down', detail }
}

const isUnconnected = (error: unknown): boolean => error instanceof Error && error.name === 'ReauthorizationError'

/** Why health could not be read, without the raw answer, which may hold ids and tokens. */
export function healthError(error: unknown): string {
  if (!(error instanceof GraphError)) return error instanceof Error ? error.message : 'WhatsApp could not be reached'
  const code = [error.code, error.subcode].filter((part) => part !== undefined).join('/')
  return `WhatsApp API request failed: ${error.status} - ${code} ${error.message}`.trim()
}
