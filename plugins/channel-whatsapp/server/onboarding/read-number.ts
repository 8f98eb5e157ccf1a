import { ProcessFailure } from '@cordboard/plugin-sdk'
import type { NumberFacts } from '../../workflows/facts.ts'
import type { Connection } from '../connection.ts'
import type { Graph } from '../graph.ts'
import { type Json, record, text } from '../json.ts'
import { redact } from './redact.ts'

const fields = [
  'id',
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
  'webhook_configuration',
]

// One name that a version of the API does not know fails the whole request: these are asked for apart, and may fail.
const furtherFields = [
  'status',
  'is_official_business_account',
  'is_pin_enabled',
  'is_on_biz_app',
  'new_name_status',
  'whatsapp_business_manager_messaging_limit',
  'health_status',
]

/** The number's node as the provider gives it, from both requests. */
export async function readNumber(graph: Graph, connection: Connection): Promise<Json> {
  const { phoneNumberId } = connection
  const [node, further] = await Promise.all([
    graph.get(connection, phoneNumberId, { fields: fields.join(',') }),
    graph.get(connection, phoneNumberId, { fields: furtherFields.join(',') }).catch((): Json => ({})),
  ])
  return { ...further, ...node }
}

const words = [
  'display_phone_number',
  'verified_name',
  'name_status',
  'new_name_status',
  'quality_rating',
  'messaging_limit_tier',
  'account_mode',
  'code_verification_status',
  'last_onboarded_time',
  'platform_type',
  'status',
] as const

/** What the table looks at. An answer of another shape, or about another number, is none: its text is kept, secrets cut out. */
export function numberFacts(node: Json, phoneNumberId: string, secrets: readonly string[]): NumberFacts {
  const throughput = node.throughput === undefined || node.throughput === null ? null : record(node.throughput)
  const isOdd =
    (node.id !== undefined && text(node.id) !== phoneNumberId) ||
    throughput === undefined ||
    !isWord(throughput?.level) ||
    words.some((name) => !isWord(node[name]))
  if (isOdd)
    throw new ProcessFailure({
      kind: 'unreadable',
      message: `The answer makes no sense: ${redact(JSON.stringify(node), secrets)}`,
    })
  return {
    ...(Object.fromEntries(words.map((name) => [name, wordOf(node[name])])) as Record<
      (typeof words)[number],
      string | null
    >),
    throughput: wordOf(throughput?.level),
    is_on_biz_app: typeof node.is_on_biz_app === 'boolean' ? node.is_on_biz_app : null,
    can_send_message: wordOf(record(node.health_status)?.can_send_message),
  }
}

const longestWord = 300

const isWord = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.length <= longestWord)

const wordOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
