import { type ChannelRecord, ProcessFailure } from '@cordboard/plugin-sdk'
import type { WhatsappFacts } from '../../workflows/facts.ts'
import { type Connection, connectionOf } from '../connection.ts'
import { type Json, number, records, text, word } from '../json.ts'
import type { ProcessParts } from './parts.ts'
import { failureOf } from './problem.ts'
import { numberFacts, readNumber } from './read-number.ts'
import { secretsOf } from './redact.ts'
import { registerCalls } from './register.ts'
import { appsOf, webhookState } from './subscription.ts'

/** Looks at the provider for how a number is. */
export async function observe(inboxId: number, parts: ProcessParts): Promise<WhatsappFacts> {
  const channel = await parts.channels.get(inboxId)
  if (!channel) throw new ProcessFailure({ kind: 'refused', message: 'The inbox is no longer connected' })
  try {
    return word(channel.settings.phone_number_id)
      ? await lookAtNumber(channel, parts)
      : await lookForNumber(channel, parts)
  } catch (error) {
    const failure = failureOf(error, { doing: 'look', secrets: secretsOf(channel) })
    if (failure.problem.kind === 'credentials') await parts.flag(channel, true)
    throw failure
  }
}

export const isSignup = ({ settings }: Pick<ChannelRecord, 'settings'>): boolean =>
  settings.source === 'embedded_signup'

const known = (channel: ChannelRecord) => ({
  mode: isSignup(channel) ? ('signup' as const) : ('manual' as const),
  pinEntered: Boolean(channel.secrets.pin_entered),
  registerCalls: registerCalls(channel),
})

async function lookAtNumber(channel: ChannelRecord, parts: ProcessParts): Promise<WhatsappFacts> {
  const connection = connectionOf(channel)
  const { phoneNumberId } = connection
  const [node, apps] = await Promise.all([readNumber(parts.graph, connection), subscribedApps(connection, parts)])
  return {
    ...known(channel),
    phoneNumberId,
    number: numberFacts(node, phoneNumberId, secretsOf(channel)),
    found: null,
    webhook: webhookState(node, apps, parts.callbackOf(channel)),
    tokenExpiresAt: await tokenExpiry(channel, parts),
  }
}

/** Undefined where the token may not see them. */
export async function subscribedApps(connection: Connection, { graph }: ProcessParts): Promise<Json[] | undefined> {
  if (!connection.businessAccountId) return undefined
  return graph.get(connection, `${connection.businessAccountId}/subscribed_apps`).then(appsOf, () => undefined)
}

/** The account has no number yet; whichever appears that no inbox has is taken. */
async function lookForNumber(channel: ChannelRecord, parts: ProcessParts): Promise<WhatsappFacts> {
  const token = channel.secrets.api_key
  const businessAccountId = word(channel.settings.business_account_id)
  if (!token || !businessAccountId) throw new ProcessFailure({ kind: 'credentials', message: 'API key is missing' })
  const answer = await parts.graph.get({ token }, `${businessAccountId}/phone_numbers`, {
    fields: 'id,display_phone_number,verified_name,status',
    limit: '100',
  })
  const apps = await subscribedApps({ ...connectionless(channel), token, businessAccountId }, parts)
  return {
    ...known(channel),
    phoneNumberId: null,
    number: null,
    found: (await firstFree(records(answer.data), parts)) ?? null,
    webhook: webhookState(undefined, apps, parts.callbackOf(channel)),
    tokenExpiresAt: await tokenExpiry(channel, parts),
  }
}

const connectionless = ({ accountId, inboxId }: ChannelRecord) => ({ accountId, inboxId, phoneNumberId: '' })

async function firstFree(numbers: Json[], { channels, type }: ProcessParts): Promise<WhatsappFacts['found']> {
  for (const one of numbers) {
    const id = text(one.id)
    const shown = word(one.display_phone_number)
    if (!id || !shown || !/^\d{1,32}$/.test(id)) continue
    if ((await channels.findBySetting(type, 'phone_number_id', id)).length === 0)
      return { id, display_phone_number: shown }
  }
  return null
}

/** When the token ends. Asked once, with the installation's own app: of another app's token it would learn nothing. */
async function tokenExpiry(
  { inboxId, settings, secrets }: ChannelRecord,
  { channels, tokens }: ProcessParts,
): Promise<number | null> {
  const stored = number(settings.token_expires_at) ?? null
  if (settings.token_expires_at !== undefined || !isSignup({ settings }) || !secrets.api_key || !tokens) return stored
  const report = await tokens.debug(secrets.api_key).catch(() => undefined)
  if (!report?.isValid) return stored
  await channels.update(inboxId, { settings: { token_expires_at: report.expiresAt } })
  return report.expiresAt
}
