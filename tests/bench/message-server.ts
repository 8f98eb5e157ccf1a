import { createServer } from 'node:http'
import { Pool } from 'pg'

/** What the API is compared with: bare node:http, the token looked up, the message, its clocks and its fact in one transaction. */
const [databaseUrl, accountId] = process.argv.slice(2) as [string, string]
const pool = new Pool({ connectionString: databaseUrl, max: 8 })
pool.on('error', () => process.exit(0))

const store = `
  with stored as (
    insert into messages (account_id, inbox_id, conversation_id, message_type, content)
    select account_id, inbox_id, id, 1, $3 from conversations where account_id = $1 and display_id = $2 returning *),
  moved as (update conversations set last_activity_at = now() where account_id = $1 and display_id = $2),
  told as (
    insert into events (account_id, name, subject_type, subject_id, queue_key, payload)
    select account_id, 'message.created', 'message', id, 'conversation:' || conversation_id, '{}' from stored)
  select * from stored`

async function write(token: string, path: string, text: string): Promise<unknown> {
  const client = await pool.connect()
  try {
    await client.query({
      name: 'token',
      text: 'select 1 from users where pubsub_token = $1',
      values: [token],
    })
    await client.query('begin')
    const { rows } = await client.query({
      name: 'store',
      text: store,
      values: [accountId, path.split('/')[6], JSON.parse(text).content],
    })
    await client.query('commit')
    return rows[0]
  } finally {
    client.release()
  }
}

const server = createServer(async (request, response) => {
  let text = ''
  for await (const chunk of request) text += chunk
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(await write(String(request.headers.api_access_token), String(request.url), text)))
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port))
process.once('disconnect', () => process.exit(0))
