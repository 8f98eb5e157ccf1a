import { type ChannelAction, type ChannelRecord, ProcessFailure } from '@cordboard/plugin-sdk'
import { connectionOf } from '../connection.ts'
import { GraphError } from '../graph-error.ts'
import { phoneNumber } from '../identity.ts'
import { type Json, number, record, text, word } from '../json.ts'
import { isSignup, subscribedApps } from './observe.ts'
import type { ProcessParts } from './parts.ts'
import { failureOf } from './problem.ts'
import { readNumber } from './read-number.ts'
import { secretsOf } from './redact.ts'
import { deregister, keepPin, register } from './register.ts'
import { callbackUrl, isOurs, webhookState } from './subscription.ts'
import { endWebhookTrouble, tellWebhookTrouble } from './webhook-trouble.ts'

type Action = (channel: ChannelRecord, parts: ProcessParts, input: Json) => Promise<Json>

/** Carries out one action of the table. */
export async function act({ inboxId, action, input }: ChannelAction, parts: ProcessParts): Promise<Json> {
  const channel = await parts.channels.get(inboxId)
  const run = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (!channel || !run) throw new ProcessFailure({ kind: 'refused', message: 'The inbox is no longer connected' })
  try {
    return await run(channel, parts, input)
  } catch (error) {
    throw failureOf(error, { doing: 'look', secrets: secretsOf(channel) })
  }
}

const patientTries = 2

/** Tells the provider where to send messages, unless it knows already. It calls that address back while it is told. */
async function subscribe(channel: ChannelRecord, parts: ProcessParts, { failures }: Json): Promise<Json> {
  const connection = { ...connectionParts(channel), token: channel.secrets.api_key ?? '' }
  const [node, apps] = await Promise.all([
    connection.phoneNumberId ? readNumber(parts.graph, connection).catch(() => undefined) : undefined,
    subscribedApps(connection, parts),
  ])
  const callback = parts.callbackOf(channel)
  if (webhookState(node, apps, callback) === 'ours')
    return settled(channel, parts, { subscribed: true, changed: false })
  const verifyToken = channel.secrets.webhook_verify_token ?? ''
  const override = { override_callback_uri: callbackUrl(callback, channel), verify_token: verifyToken }
  parts.known.forget()
  try {
    await parts.graph.post(connection, `${connection.businessAccountId}/subscribed_apps`, override)
    // An address of the number's own goes before that of its account.
    const own = word(record(node?.webhook_configuration)?.phone_number)
    if (own && !isOurs(own, callback))
      await parts.graph.post(connection, connection.phoneNumberId, { webhook_configuration: override })
  } catch (error) {
    if (!isSignup(channel) && isForbidden(error)) return { subscribed: false, permitted: false }
    if ((number(failures) ?? 0) >= patientTries) await tellWebhookTrouble(channel, error, parts)
    throw error
  }
  return settled(channel, parts, { subscribed: true, changed: true })
}

async function settled(channel: ChannelRecord, parts: ProcessParts, result: Json): Promise<Json> {
  await endWebhookTrouble(channel, parts)
  return result
}

// The token of a business's own app may send without being allowed to manage.
const isForbidden = (error: unknown): boolean =>
  error instanceof GraphError &&
  (error.code === 10 || error.code === 3 || ((error.code ?? 0) >= 200 && (error.code ?? 0) < 300))

const connectionParts = ({ accountId, inboxId, settings }: ChannelRecord) => ({
  accountId,
  inboxId,
  phoneNumberId: text(settings.phone_number_id) ?? '',
  businessAccountId: text(settings.business_account_id) ?? '',
})

/** The account got a number: the inbox takes it. */
async function adoptNumber(
  channel: ChannelRecord,
  { channels, graph, known }: ProcessParts,
  { id }: Json,
): Promise<Json> {
  const phoneNumberId = text(id) ?? ''
  const token = channel.secrets.api_key ?? ''
  const node = await graph.get({ token }, phoneNumberId, { fields: 'id,display_phone_number,verified_name' })
  const identity = phoneNumber(text(node.display_phone_number) ?? '')
  if (!identity) throw new ProcessFailure({ kind: 'unreadable', message: 'The number has no digits' })
  known.forget()
  const name = word(node.verified_name)
  await channels.update(channel.inboxId, {
    identity,
    settings: { phone_number_id: phoneNumberId },
    ...(name ? { name: `${name} WhatsApp` } : {}),
  })
  return { phoneNumberId }
}

/** The number is live: the inbox says so, and its templates are read. */
async function activate(channel: ChannelRecord, parts: ProcessParts): Promise<Json> {
  connectionOf(channel)
  await keepPin(channel, parts)
  await parts.jobs.enqueue(
    'syncTemplates',
    { inboxId: channel.inboxId },
    { accountId: channel.accountId, key: `templates:${channel.inboxId}` },
  )
  await endWebhookTrouble(channel, parts)
  await parts.flag(channel, false)
  return { active: true }
}

const actions: Record<string, Action> = { subscribe, register, deregister, adoptNumber, activate }
