import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { choosePlace, type Place, readiness, type Start, startCordboard, until } from '../startup/cordboard.ts'
import { connectNumber } from '../support/whatsapp-load.ts'
import { createCustomers, type Written } from './customers.ts'

const secretKey = 'the secret key of a drill, long enough'
const settlingMilliseconds = 60_000

type Harm = 'core' | 'supervisor' | 'postgres'

/** What is killed, and at which share of the messages taken. */
const plan: [number, Harm][] = [
  [0.08, 'core'],
  [0.22, 'core'],
  [0.36, 'postgres'],
  [0.5, 'core'],
  [0.62, 'supervisor'],
  [0.76, 'core'],
  [0.88, 'core'],
]

/** Signed webhooks while everything is killed in turn: each one that was taken is stored once, told, and in order. */
export async function ingest(): Promise<boolean> {
  const place = await choosePlace()
  const environment = {
    ...place.environment,
    CORDBOARD_SECRET_KEY: secretKey,
    CORDBOARD_LOG_LEVEL: 'warn',
    // Messages wait for neither of these: their absence is part of the drill.
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    CORDBOARD_REGISTRY_URL: 'http://127.0.0.1:1',
  }
  let start: Start = startCordboard(environment)
  try {
    await isReady(place)
    await withDatabase(place, (database) => connectNumber(database, secretKey))
    const customers = createCustomers({ count: 2_000, perSecond: 200, customers: 200 })
    const writing = customers.write(place.url)
    let isOver = false
    const harming = (async () => {
      for (const [share, harm] of plan) {
        await until(() => isOver || customers.acknowledged() >= share * customers.messages.length)
        await isReady(place)
        start = await doHarm(place, harm, start, environment)
        say(`killed ${harm} after ${customers.acknowledged()} acknowledged`)
      }
    })()
    await writing
    isOver = true
    await harming
    await isReady(place)
    return await judge(place, customers.messages)
  } finally {
    start.process.kill('SIGTERM')
    await Promise.race([start.ended, pause(12_000)])
    await place.clear()
  }
}

const say = (line: string) => process.stdout.write(`${line}\n`)

const isReady = (place: Place) =>
  until(async () => {
    const ready = await readiness(place)
    return ready?.code === 200 && (await fetch(`${place.url}/api/v1/profile`).catch(() => undefined))?.status === 401
  })

async function doHarm(place: Place, harm: Harm, start: Start, environment: Record<string, string>): Promise<Start> {
  if (harm === 'core') process.kill((await readiness(place))?.body.pid as number, 'SIGKILL')
  else if (harm === 'postgres') process.kill(postgresPid(place), 'SIGKILL')
  else {
    process.kill(start.process.pid as number, 'SIGKILL')
    await start.ended
    return startCordboard(environment)
  }
  return start
}

const postgresPid = (place: Place) =>
  Number(readFileSync(join(place.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

async function withDatabase<Result>(place: Place, work: (client: Client) => Promise<Result>): Promise<Result> {
  const port = place.environment.CORDBOARD_POSTGRES_PORT
  const client = new Client(`postgresql://cordboard@127.0.0.1:${port}/${await databaseName(place)}`)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

// The product decides how it calls its database.
async function databaseName(place: Place): Promise<string> {
  const client = new Client(`postgresql://cordboard@127.0.0.1:${place.environment.CORDBOARD_POSTGRES_PORT}/postgres`)
  await client.connect()
  const { rows } = await client.query(
    `select datname from pg_database where not datistemplate order by datname = 'cordboard' desc, datname limit 1`,
  )
  await client.end()
  return rows[0].datname
}

interface Stored {
  source_id: string
  id: string
  events: string
}

async function judge(place: Place, messages: readonly Written[]): Promise<boolean> {
  const stored = await withDatabase(place, async (database) => {
    await settled(database)
    const { rows } = await database.query<Stored>(
      `select m.source_id, m.id, (select count(*) from events e
         where e.account_id = m.account_id and e.name = 'message.created' and e.subject_id = m.id) as events
       from messages m where m.source_id like 'wamid.chaos-%' order by m.id`,
    )
    return rows
  })
  const places = new Map(stored.map(({ source_id }, index) => [source_id, index]))
  const taken = messages.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined)
  const doubled = stored.length - places.size + stored.filter(({ events }) => Number(events) > 1).length
  const lost = taken.filter(({ id }) => !places.has(id)).length
  const untold = stored.filter(({ events }) => Number(events) === 0).length
  const disordered = countDisordered(taken, places)
  say(
    [
      `sent ${messages.length}`,
      `acknowledged ${taken.length}`,
      `stored ${stored.length}`,
      `doubled ${doubled}`,
      `lost ${lost}`,
      `without event ${untold}`,
      `out of order ${disordered}`,
    ].join(', '),
  )
  return doubled === 0 && lost === 0 && untold === 0 && disordered === 0 && taken.length > messages.length / 2
}

// Nothing waits in the journal, and the dispatcher has passed every event.
async function settled(database: Client): Promise<void> {
  const deadline = Date.now() + settlingMilliseconds
  for (;;) {
    const { rows } = await database.query<{ done: boolean }>(
      `select not exists (select from inbound_events where state <> 1)
         and coalesce((select c.horizon > (select max(transaction_id::text::bigint)::text::xid8 from events)
           from event_cursors c where consumer = 'dispatch'), false) as done`,
    )
    if (rows[0]?.done) return
    if (Date.now() > deadline) {
      say('The journal or the dispatcher did not come to an end')
      return
    }
    await pause(200)
  }
}

/** Of one customer, a message sent after another was acknowledged must stand behind it. */
function countDisordered(taken: readonly Written[], places: ReadonlyMap<string, number>): number {
  let count = 0
  for (const later of taken)
    for (const earlier of taken) {
      if (earlier.customer !== later.customer || earlier === later) continue
      const wasFirst = (earlier.acknowledgedAt as number) < later.firstSentAt
      if (wasFirst && (places.get(earlier.id) ?? 0) > (places.get(later.id) ?? 0)) count += 1
    }
  return count
}
