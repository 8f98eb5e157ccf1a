import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { storeInbound } from '@cordboard/core/domain/message/inbound.sql.ts'
import { inboundRow } from '@cordboard/core/domain/message/inbound-row.ts'
import { createIntake } from '@cordboard/core/events/intake.ts'
import type { JournalEntry } from '@cordboard/core/events/journal-entry.ts'
import { Pool, TypeOverrides } from 'pg'
import { appSecret } from '../support/whatsapp-load.ts'

/** What the product is compared with: bare node:http, the same signature check and the same two statements, and nothing else. */
const [databaseUrl, accountId, inboxId] = process.argv.slice(2) as [string, string, string]
const types = new TypeOverrides()
types.setTypeParser(20, Number)
const pool = new Pool({ connectionString: databaseUrl, max: 4, types })
pool.on('error', () => process.exit(0))
const origin = { accountId: Number(accountId), inboxId: Number(inboxId) }
const waiting: JournalEntry[] = []
let isStoring = false

const intake = createIntake(pool, (entries) => {
  waiting.push(...(entries ?? []))
  if (!isStoring) void store()
})

async function store(): Promise<void> {
  isStoring = true
  while (waiting.length > 0) {
    const batch = waiting.splice(0, 500)
    const rows = batch.map(({ body }, n) => ({ ...inboundRow(origin, messageOf(body)), n }))
    const values = [JSON.stringify(rows), batch.map(({ id }) => id)]
    await pool.query({ name: 'store', text: storeInbound, values })
  }
  isStoring = false
}

function messageOf(body: Uint8Array) {
  const { contacts, messages } = JSON.parse(Buffer.from(body).toString()).entry[0].changes[0].value
  const [{ from, id, text, timestamp }] = messages
  return {
    kind: 'message' as const,
    sourceId: id,
    contact: { sourceId: from, name: contacts[0].profile.name, phone: `+${from}` },
    content: text.body,
    attachments: [],
    sentAt: new Date(Number(timestamp) * 1000).toISOString(),
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    const given = Buffer.from(String(request.headers['x-hub-signature-256']).slice(7), 'hex')
    const isSigned = timingSafeEqual(given, createHmac('sha256', appSecret).update(body).digest())
    const { id } = JSON.parse(body.toString()).entry[0].changes[0].value.messages[0]
    const answer = (status: number) => response.writeHead(status, { 'content-length': 0 }).end()
    if (!isSigned) answer(401)
    else
      intake.receive('reference', [{ ...origin, providerId: id, body }]).then(
        () => answer(200),
        () => answer(503),
      )
  })
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port))
process.once('disconnect', () => process.exit(0))
