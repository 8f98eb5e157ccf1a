import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { connectNumber } from '../support/whatsapp-load.ts'
import type { LoadOrder, LoadReport } from './load-generator.ts'
import { cpuOf, forkScript, heard, median, root, say, secretKey, startCore, startDatabaseServer } from './processes.ts'

const count = 20_000
const connections = 64
const contacts = 10_000
const runs = 5
const budget = 0.75

interface Result {
  rate: number
  cpu: number
}

/** B1: signed text webhooks to stored messages, against bare node:http with the same two statements. */
export async function webhookToMessage(): Promise<boolean> {
  const server = await startDatabaseServer()
  const [bare, whole] = [await server.database('reference'), await server.database('core')]
  const place = await prepare(bare.pool)
  await prepare(whole.pool)
  const core = await startCore(whole.url)
  const reference = await forkScript<number>('reference-server.ts', [
    bare.url,
    String(place.accountId),
    String(place.inboxId),
  ])
  const sides = [
    { name: 'reference', pool: bare.pool, port: reference.first, pid: reference.child.pid as number },
    { name: 'core', pool: whole.pool, port: core.port, pid: core.process.pid as number },
  ]
  const measured = new Map<string, Result[]>()
  try {
    // The first round warms up.
    for (let run = 0; run <= runs; run += 1)
      for (const { name, pool, port, pid } of run % 2 === 0 ? sides : sides.toReversed()) {
        const result = await measure(pool, { port, connections, count, run: `${name}-${run}`, contacts }, pid)
        if (run > 0) measured.set(name, [...(measured.get(name) ?? []), result])
      }
  } finally {
    reference.child.kill()
    await core.stop()
    await server.stop()
  }
  return report(measured.get('reference') ?? [], measured.get('core') ?? [])
}

async function prepare(pool: Pool) {
  const place = await connectNumber(pool, secretKey)
  await knownContacts(pool, place.accountId, place.inboxId, contacts)
  return place
}

/** Contacts with an open conversation each, as after a first message. */
export async function knownContacts(pool: Pool, accountId: number, inboxId: number, amount: number): Promise<void> {
  await pool.query(
    `with person as (insert into contacts (account_id, name, phone_number, contact_type, last_activity_at)
       select $1, 'Customer ' || n, '+' || (15550100000 + n), 1, now() from generate_series(0, $3::int - 1) n returning id, phone_number),
     link as (insert into contact_inboxes (account_id, contact_id, inbox_id, source_id)
       select $1, id, $2, substring(phone_number from 2) from person returning id, contact_id),
     numbered as (select link.*, row_number() over () as place from link)
     insert into conversations (account_id, display_id, inbox_id, contact_id, contact_inbox_id, waiting_since)
     select $1, place, $2, contact_id, id, now() from numbered`,
    [accountId, inboxId, amount],
  )
  await pool.query('update accounts set conversation_display_id = $2 where id = $1', [accountId, amount])
  await pool.query('vacuum analyze')
}

export async function measure(pool: Pool, order: LoadOrder, pid: number): Promise<Result> {
  const generator = fork(join(import.meta.dirname, 'load-generator.ts'), { cwd: root })
  generator.send(order)
  await heard(generator)
  const before = cpuOf(pid)
  generator.send('go')
  const { startedAt, refused } = await heard<LoadReport>(generator)
  if (refused > 0) throw new Error(`${refused} webhooks were refused`)
  await allStored(pool)
  const seconds = (performance.timeOrigin + performance.now() - startedAt) / 1000
  const stored = await pool.query('select count(*)::int as count from messages where source_id like $1', [
    `wamid.${order.run}-%`,
  ])
  if (stored.rows[0].count !== order.count)
    throw new Error(`${stored.rows[0].count} of ${order.count} messages are stored`)
  // What follows the messages (the log's readers) is counted with them.
  await pause(300)
  return { rate: order.count / seconds, cpu: (cpuOf(pid) - before) / order.count }
}

async function allStored(pool: Pool): Promise<void> {
  const isOpen = async () =>
    (await pool.query('select exists (select from inbound_events where state = 0) as open')).rows[0].open as boolean
  while (await isOpen()) await pause(5)
}

function report(reference: Result[], core: Result[]): boolean {
  const rates = [reference, core].map((results) => median(results.map(({ rate }) => rate))) as [number, number]
  const cpus = [reference, core].map((results) => median(results.map(({ cpu }) => cpu))) as [number, number]
  const ratio = rates[1] / rates[0]
  say(
    `B1 webhook to stored message, ${count} of them, ${connections} connections, ${contacts} known contacts, medians of ${runs}`,
  )
  say(`   reference ${rates[0].toFixed(0)}/s, ${cpus[0].toFixed(3)} ms CPU a message`)
  say(`   core      ${rates[1].toFixed(0)}/s, ${cpus[1].toFixed(3)} ms CPU a message`)
  say(`   ratio ${ratio.toFixed(2)} (budget ${budget}), CPU ratio ${(cpus[0] / cpus[1]).toFixed(2)}`)
  return ratio >= budget
}
