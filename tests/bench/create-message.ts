import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { connectNumber } from '../support/whatsapp-load.ts'
import { createAdministrator } from './administrator.ts'
import { forkScript, percentile, say, secretKey, startCore, startDatabaseServer } from './processes.ts'
import { knownContacts } from './webhook-to-message.ts'

const perSecond = 200
const seconds = 10
const warmUpSeconds = 2

/** B2: a message created through the authenticated API, against bare node:http that writes the same rows. */
export async function createMessageOverHttp(): Promise<boolean> {
  const server = await startDatabaseServer()
  const database = await server.database('core')
  const { accountId, inboxId } = await connectNumber(database.pool, secretKey)
  await knownContacts(database.pool, accountId, inboxId, 500)
  const { token } = await createAdministrator(database.url, accountId)
  const core = await startCore(database.url)
  const bare = await forkScript<number>('message-server.ts', [database.url, String(accountId)])
  try {
    const path = (n: number) => `/api/v1/accounts/${accountId}/conversations/${1 + (n % 500)}/messages`
    const [reference, times] = [await measure(bare.first, path, token), await measure(core.port, path, token)]
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
    say(`B2 message create through the API at ${perSecond}/s`)
    say(
      `   reference p50 ${percentile(reference, 0.5).toFixed(2)} ms, p99 ${percentile(reference, 0.99).toFixed(2)} ms`,
    )
    say(`   core      p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms (budget 3 and 15)`)
    say(`   ratio p50 ${(p50 / percentile(reference, 0.5)).toFixed(2)}`)
    return p50 < 3 && p99 < 15
  } finally {
    bare.child.kill()
    await core.stop()
    await server.stop()
  }
}

// Right after a warm-up of its own: what has idled meanwhile would be measured cold.
async function measure(port: number, path: (n: number) => string, token: string): Promise<number[]> {
  await load(port, path, token, warmUpSeconds)
  return load(port, path, token, seconds)
}

async function load(port: number, path: (n: number) => string, token: string, duration: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const times: Promise<number>[] = []
  const began = performance.now()
  for (let n = 0; n < perSecond * duration; n += 1) {
    const wait = began + (n * 1000) / perSecond - performance.now()
    if (wait > 1) await pause(wait)
    const time = post(agent, port, path(n), token, n)
    time.catch(() => {})
    times.push(time)
  }
  const all = await Promise.all(times)
  agent.destroy()
  return all
}

function post(agent: Agent, port: number, path: string, token: string, n: number): Promise<number> {
  const body = JSON.stringify({ content: `Answer ${n}`, private: true })
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      api_access_token: token,
    }
    const call = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, async (response) => {
      const answer = (await response.toArray()).join('')
      if (response.statusCode === 200) resolve(performance.now() - began)
      else reject(new Error(`answered ${response.statusCode}: ${answer}`))
    })
    call.once('error', reject)
    call.end(body)
  })
}
