import { randomInt } from 'node:crypto'
import { type ChannelRecord, ProcessFailure } from '@cordboard/plugin-sdk'
import { connectionOf } from '../connection.ts'
import { type Json, number } from '../json.ts'
import type { ProcessParts } from './parts.ts'
import { failureOf } from './problem.ts'
import { secretsOf } from './redact.ts'

const remembered = 20
const tooManyCalls = 133016
const wrongPin = 133005

/** Registration calls as the inbox remembers them: the provider counts them, whichever process made them. */
export function registerCalls({ settings }: Pick<ChannelRecord, 'settings'>): {
  at: number[]
  blockedAt: number | null
} {
  const at = Array.isArray(settings.register_calls) ? settings.register_calls : []
  return {
    at: at.filter((one): one is number => typeof one === 'number' && Number.isFinite(one)),
    blockedAt: number(settings.register_blocked_at) ?? null,
  }
}

/** Registers the number. PIN and call are kept before: an answer that gets lost must not lose either. */
export async function register(channel: ChannelRecord, parts: ProcessParts): Promise<Json> {
  const connection = connectionOf(channel)
  const entered = channel.secrets.pin_entered
  const pin = entered || channel.secrets.verification_pin || newPin()
  await parts.channels.update(channel.inboxId, {
    settings: withCall(channel),
    ...(entered ? {} : { secrets: { verification_pin: pin } }),
  })
  const answer = await parts.graph
    .post(connection, `${connection.phoneNumberId}/register`, { messaging_product: 'whatsapp', pin })
    .catch((error: unknown) => refused(error, { channel, pin, entered }, parts))
  if (answer.success !== true)
    throw new ProcessFailure({ kind: 'unanswered', message: 'WhatsApp did not say whether it took the registration' })
  await keepPin(channel, parts)
  return { registered: true }
}

/** Ends a registration that was taken back halfway. Counts as a call as well. */
export async function deregister(channel: ChannelRecord, { channels, graph }: ProcessParts): Promise<Json> {
  const connection = connectionOf(channel)
  await channels.update(channel.inboxId, { settings: withCall(channel) })
  await graph.post(connection, `${connection.phoneNumberId}/deregister`).catch((error: unknown) => {
    throw failureOf(error, { doing: 'call', secrets: secretsOf(channel) })
  })
  return { deregistered: true }
}

/** A PIN that somebody entered proved right: it is the number's from now on. */
export async function keepPin({ inboxId, secrets }: ChannelRecord, { channels }: ProcessParts): Promise<void> {
  if (secrets.pin_entered)
    await channels.update(inboxId, { secrets: { verification_pin: secrets.pin_entered, pin_entered: '' } })
}

const withCall = (channel: ChannelRecord) => ({
  register_calls: [...registerCalls(channel).at, Date.now()].slice(-remembered),
})

const newPin = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0')

interface Refused {
  channel: ChannelRecord
  pin: string
  entered: string | undefined
}

async function refused(error: unknown, { channel, pin, entered }: Refused, { channels }: ProcessParts): Promise<never> {
  const failure = failureOf(error, { doing: 'call', secrets: [...secretsOf(channel), pin] })
  const { code } = failure.problem
  if (code === tooManyCalls) await channels.update(channel.inboxId, { settings: { register_blocked_at: Date.now() } })
  // A PIN that is wrong is not tried a second time.
  if (code === wrongPin)
    await channels.update(channel.inboxId, { secrets: entered ? { pin_entered: '' } : { verification_pin: '' } })
  throw failure
}
