import { setTimeout as pause } from 'node:timers/promises'
import { appSecret, textWebhook, type Webhook, webhookPath } from '../support/whatsapp-load.ts'

const patience = 8_000
const retryMilliseconds = 400
const mostTries = 200
const mostOpen = 100

/** A message that a customer wrote, and when the provider handed it over. */
export interface Written {
  id: string
  customer: number
  webhook: Webhook
  firstSentAt: number
  /** Of the first 200; undefined while nobody took it. */
  acknowledgedAt: number | undefined
}

/** Customers who write through a provider that delivers twice, late and in another order, as real ones do. */
export interface Customers {
  readonly messages: readonly Written[]
  acknowledged(): number
  /** Writes everything at the given rate and returns when each message was taken or given up. */
  write(url: string): Promise<void>
}

export function createCustomers({
  count,
  perSecond,
  customers,
}: {
  count: number
  perSecond: number
  customers: number
}): Customers {
  const messages = Array.from({ length: count }, (_, n): Written => {
    const customer = n % customers
    const id = `wamid.chaos-${n}`
    const from = String(15_550_200_000 + customer)
    return {
      id,
      customer,
      webhook: textWebhook({ id, from, text: `message ${n}` }),
      firstSentAt: 0,
      acknowledgedAt: undefined,
    }
  })
  const isTaken = ({ acknowledgedAt }: Written) => acknowledgedAt !== undefined

  async function hand(url: string, message: Written): Promise<void> {
    if (message.firstSentAt === 0) message.firstSentAt = performance.now()
    for (let tried = 0; tried < mostTries; tried += 1) {
      if (await post(`${url}${webhookPath}`, message.webhook)) {
        message.acknowledgedAt ??= performance.now()
        return
      }
      await pause(retryMilliseconds + Math.random() * retryMilliseconds)
    }
  }

  // One in ten comes twice, one in twenty some time later than the one behind it.
  async function deliver(url: string, message: Written): Promise<void> {
    if (Math.random() < 0.05) await pause(Math.random() * 500)
    const deliveries = [hand(url, message)]
    if (Math.random() < 0.1) deliveries.push(pause(Math.random() * 2_000).then(() => hand(url, message)))
    await Promise.all(deliveries)
  }

  return {
    messages,
    acknowledged: () => messages.filter(isTaken).length,
    async write(url) {
      const open = new Set<Promise<void>>()
      for (const message of messages) {
        await pause(1000 / perSecond)
        // A provider whose calls fail holds back the rest.
        while (open.size >= mostOpen) await Promise.race(open)
        const delivery: Promise<void> = deliver(url, message).finally(() => open.delete(delivery))
        open.add(delivery)
      }
      await Promise.all(open)
    },
  }
}

async function post(url: string, { body, signature }: Webhook): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
      body,
      signal: AbortSignal.timeout(patience),
    })
    await answer.arrayBuffer()
    if (answer.status === 401) throw new Error(`The webhook was refused; is the secret still "${appSecret}"?`)
    return answer.status === 200
  } catch (error) {
    if ((error as Error).message.startsWith('The webhook was refused')) throw error
    return false
  }
}
