import { randomBytes } from 'node:crypto'
import type { ChannelDraft } from '@cordboard/plugin-sdk'
import { Refusal } from '@cordboard/plugin-sdk'
import type { Graph } from './graph.ts'
import { GraphError } from './graph-error.ts'
import { phoneNumber } from './identity.ts'
import { record, text, word } from './json.ts'
import { isMasked } from './mask.ts'

interface Entered {
  phone: string
  phoneNumberId: string
  businessAccountId: string
  token: string
}

/** Checks what an administrator entered with the provider itself, so that a wrong id is found now and not by a customer. */
export async function connect(draft: ChannelDraft, graph: Graph): Promise<ChannelDraft> {
  const input = { ...draft.input, ...record(draft.input.provider_config) }
  if (draft.inboxId !== undefined && !touchesConnection(input)) return draft
  requireCloud(input.provider)
  const entered = readInput(input, draft)
  await verify(entered, graph)
  const { api_key: _, app_secret: storedSecret, ...secrets } = draft.secrets
  const appSecret = 'app_secret' in input && !isMasked(input.app_secret) ? word(input.app_secret) : storedSecret
  return {
    ...draft,
    identity: entered.phone,
    settings: {
      message_templates: [],
      message_templates_last_updated: null,
      ...draft.settings,
      provider: 'whatsapp_cloud',
      phone_number_id: entered.phoneNumberId,
      business_account_id: entered.businessAccountId,
      reauthorization_required: false,
      // Nothing is known of a token that a person entered.
      token_expires_at: entered.token === draft.secrets.api_key ? draft.settings.token_expires_at : undefined,
    },
    secrets: {
      ...secrets,
      api_key: entered.token,
      ...(appSecret ? { app_secret: appSecret } : {}),
      webhook_verify_token:
        word(input.webhook_verify_token) ?? secrets.webhook_verify_token ?? randomBytes(16).toString('hex'),
    },
  }
}

const connectionKeys = [
  'phone_number',
  'phone_number_id',
  'business_account_id',
  'api_key',
  'app_secret',
  'webhook_verify_token',
  'provider',
]

const touchesConnection = (input: Record<string, unknown>): boolean =>
  connectionKeys.some((key) => input[key] !== undefined)

function requireCloud(provider: unknown): void {
  if (provider !== undefined && provider !== null && provider !== 'whatsapp_cloud')
    throw refusal('provider', 'Only the WhatsApp Cloud API is supported: provider must be "whatsapp_cloud"')
}

function readInput(input: Record<string, unknown>, { identity, settings, secrets }: ChannelDraft): Entered {
  const phone = phoneNumber(word(input.phone_number) ?? (identity.startsWith('+') ? identity : ''))
  if (!phone)
    throw refusal('phone_number', 'Enter the phone number with its country code, for example +15550104477', [
      'phone_number',
    ])
  const token = isMasked(input.api_key) ? secrets.api_key : (word(input.api_key) ?? secrets.api_key)
  if (!token || /\s/.test(token) || token.length > 4096)
    throw refusal('api_key', 'Enter the access token of your Meta app (API key), without spaces')
  return {
    phone,
    token,
    phoneNumberId: digits(input.phone_number_id ?? settings.phone_number_id, 'phone_number_id', 'phone number ID'),
    businessAccountId: digits(
      input.business_account_id ?? settings.business_account_id,
      'business_account_id',
      'WhatsApp Business Account ID',
    ),
  }
}

function digits(value: unknown, key: string, label: string): string {
  const found = word(value)
  if (found && /^\d{1,32}$/.test(found)) return found
  throw refusal(key, `Enter the ${label}: the digits shown in your Meta app under WhatsApp, API Setup`)
}

async function verify({ phone, phoneNumberId, businessAccountId, token }: Entered, graph: Graph): Promise<void> {
  const caller = { token }
  const [number] = await Promise.all([
    graph
      .get(caller, phoneNumberId, { fields: 'id,display_phone_number,verified_name' })
      .catch(explain('phone_number_id', 'phone number ID')),
    graph
      .get(caller, `${businessAccountId}/message_templates`, { fields: 'name', limit: '1' })
      .catch(explain('business_account_id', 'WhatsApp Business Account ID')),
  ])
  const shown = phoneNumber(text(number.display_phone_number) ?? '')
  if (shown !== phone)
    throw refusal(
      'phone_mismatch',
      `This phone number ID belongs to ${shown ?? 'another number'}, not to ${phone}: copy the ID shown beside ${phone}`,
    )
}

const explain =
  (key: string, label: string) =>
  (error: unknown): never => {
    if (!(error instanceof GraphError))
      throw refusal('unreachable', 'WhatsApp could not be reached to check these entries: try again in a moment')
    if (error.code === 190 || error.code === 0 || error.status === 401)
      throw refusal(
        'api_key',
        'WhatsApp does not accept this API key: it is wrong, expired or withdrawn. Create a new access token',
      )
    if (error.status >= 500 || error.status === 429)
      throw refusal(
        'unreachable',
        `WhatsApp could not check these entries now (${error.summary}): try again in a moment`,
      )
    throw refusal(
      key,
      `WhatsApp does not know this ${label}, or the API key may not use it (${error.summary}): check the ${label} and that the token has the permissions whatsapp_business_messaging and whatsapp_business_management`,
    )
  }

const refusal = (key: string, message: string, attributes = ['provider_config']): Refusal =>
  new Refusal(`whatsapp.connect.${key}`, message, { attributes })
