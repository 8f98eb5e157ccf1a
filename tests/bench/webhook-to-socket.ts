import { setTimeout as pause } from 'node:timers/promises'
import { openCable } from '../support/cable.ts'
import { connectNumber, textWebhook, webhookPath } from '../support/whatsapp-load.ts'
import { createAdministrator } from './administrator.ts'
import { contactNumber } from './load-generator.ts'
import { percentile, say, secretKey, startCore, startDatabaseServer } from './processes.ts'
import { knownContacts } from './webhook-to-message.ts'

const perSecond = 500
const seconds = 10
const warmUpSeconds = 2
const contacts = 1_000

/** B5: from a signed webhook's first byte to its event on an agent's socket. */
export async function webhookToSocket(): Promise<boolean> {
  const server = await startDatabaseServer()
  const database = await server.database('core')
  const { accountId, inboxId } = await connectNumber(database.pool, secretKey)
  await knownContacts(database.pool, accountId, inboxId, contacts)
  const { userId, pubsubToken } = await createAdministrator(database.url, accountId)
  const core = await startCore(database.url)
  try {
    const arrived = new Map<string, number>()
    const cable = await openCable(core.url)
    cable.subscribe({ pubsub_token: pubsubToken, account_id: accountId, user_id: userId })
    await cable.frame(({ type }) => type === 'confirm_subscription')
    cable.watch((frame) => {
      if (frame.message?.event === 'message.created')
        arrived.set(String(frame.message.data.source_id), performance.now())
    })
    await send(core.url, 'warm', warmUpSeconds)
    const sent = await send(core.url, 'socket', seconds)
    const deadline = Date.now() + 10_000
    const missing = () => [...sent.keys()].some((id) => !arrived.has(id))
    while (missing() && Date.now() < deadline) await pause(20)
    const times = [...sent].flatMap(([id, at]) => (arrived.has(id) ? [(arrived.get(id) as number) - at] : []))
    cable.close()
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
    say(`B5 webhook to event on a socket at ${perSecond}/s: ${times.length} of ${sent.size} arrived`)
    say(`   p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (budget 15 and 60)`)
    return times.length === sent.size && p50 < 15 && p99 < 60
  } finally {
    await core.stop()
    await server.stop()
  }
}

async function send(url: string, run: string, duration: number): Promise<Map<string, number>> {
  const sent = new Map<string, number>()
  const open: Promise<unknown>[] = []
  const webhooks = Array.from({ length: perSecond * duration }, (_, n) => {
    const id = `wamid.${run}-${n}`
    return { id, ...textWebhook({ id, from: contactNumber(n % contacts), text: `message ${n}` }) }
  })
  const began = performance.now()
  for (const [n, { id, body, signature }] of webhooks.entries()) {
    const wait = began + (n * 1000) / perSecond - performance.now()
    if (wait > 1) await pause(wait)
    sent.set(id, performance.now())
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
    open.push(fetch(`${url}${webhookPath}`, { method: 'POST', headers, body }).then((answer) => answer.arrayBuffer()))
  }
  await Promise.all(open)
  return sent
}
