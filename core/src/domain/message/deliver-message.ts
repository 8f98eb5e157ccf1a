import { randomUUID } from 'node:crypto'
import type { Core } from '../../core.ts'
import { isTransient } from '../../database/transient.ts'
import { CordboardError } from '../../errors.ts'
import type { Delivery, Outbound } from '../../kernel/payloads.ts'
import { loadOutbound, type OutboundMessage } from './load-outbound.ts'
import { type Claim, claim, markDelivered, markFailed, postpone } from './outbound-attempts.ts'

const maxAttempts = 5
const backOffSeconds = [5, 15, 60, 300]
const pausedSeconds = 30
const patienceMilliseconds = 60_000
const pauseMilliseconds = 250

// Names this process in the attempts it makes, and which of them are being made now.
const worker = randomUUID()
const underWay = new Set<number>()

/** The job `outbound.deliver`: hands one message to its channel, those of a conversation one after another. */
export const defineDelivery = (core: Core): void =>
  core.jobs.define('outbound.deliver', ({ messageId, accountId }) =>
    deliverMessage(core, Number(accountId), Number(messageId)),
  )

/**
 * A message is never sent twice. The attempt is stored before the provider is called; one that was begun and never ended
 * (the process died) may have reached the contact, so it is failed with that reason for a person to decide on.
 */
export async function deliverMessage(core: Core, accountId: number, messageId: number): Promise<void> {
  if (underWay.has(messageId)) return
  underWay.add(messageId)
  try {
    const claimed = await claim(core, accountId, messageId, worker)
    if (claimed) await settle(core, claimed)
  } finally {
    underWay.delete(messageId)
  }
  core.dispatcher.wake()
}

async function settle(core: Core, claimed: Claim): Promise<void> {
  const outcome = claimed.interrupted ? interrupted : await attempt(core, claimed)
  await persist(core, () => record(core, claimed, outcome))
}

type Outcome =
  | { kind: 'delivered'; delivery: Delivery }
  | { kind: 'failed'; reason: string; reauthorize?: boolean }
  | { kind: 'again'; seconds: number }

const interrupted: Outcome = {
  kind: 'failed',
  reason: 'channel.interrupted: Sending was interrupted, so the message may have arrived. Retry to send it again.',
}

async function attempt(core: Core, claimed: Claim): Promise<Outcome> {
  try {
    const message = await loadOutbound(core, claimed)
    if (!message) return { kind: 'failed', reason: 'channel.contact: The contact can not be reached in this inbox' }
    const delivery = await send(core, message)
    return delivery ? { kind: 'delivered', delivery } : unavailable
  } catch (error) {
    return outcomeOf(error, claimed.attempt)
  }
}

const unavailable: Outcome = {
  kind: 'failed',
  reason: 'channel.unavailable: No plugin that is on delivers messages of this channel',
}

async function send(core: Core, { accountId, channelType, outbound }: OutboundMessage): Promise<Delivery | undefined> {
  return core.kernel.run(async (hooks) => {
    const hook = hooks['outbound.send'].for(channelType)
    if (!hook.isUsed()) return undefined
    const scope = await core.kernel.scope({
      accountId,
      em: () => core.orm.em.fork(),
      requestId: `message:${outbound.messageId}`,
      signal: AbortSignal.timeout(120_000),
    })
    const ready: Outbound = (await hooks['outbound.beforeSend'].promise(outbound, scope)) ?? outbound
    return hook.promise(ready, scope)
  })
}

function outcomeOf(error: unknown, attempts: number): Outcome {
  if (!CordboardError.is(error)) throw error
  const { name, code, message } = error
  if (name === 'RetryableError' || code === 'tap.failed' || code === 'plugin.paused') {
    const { retryAfterSeconds } = error as CordboardError & { retryAfterSeconds?: number }
    if (attempts >= maxAttempts) return { kind: 'failed', reason: message }
    const usual = code === 'plugin.paused' ? pausedSeconds : (backOffSeconds[attempts - 1] ?? 300)
    return { kind: 'again', seconds: Math.max(0, retryAfterSeconds ?? usual) }
  }
  // Nobody knows whether the provider took a message whose call did not come back in time.
  if (code === 'tap.timeout') return interrupted
  return { kind: 'failed', reason: message, reauthorize: name === 'ReauthorizationError' }
}

const record = (core: Core, claimed: Claim, outcome: Outcome): Promise<void> => {
  if (outcome.kind === 'delivered') return markDelivered(core, claimed, outcome.delivery)
  if (outcome.kind === 'again') return postpone(core, claimed, outcome.seconds)
  return markFailed(core, claimed, outcome.reason, outcome.reauthorize ?? false)
}

// What the provider answered must not be lost to a database that is away for a moment.
async function persist(core: Core, work: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || Date.now() > deadline) throw error
      core.log.debug({ reason: (error as Error).message }, 'the outcome of a delivery waits for the database')
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
    }
  }
}
