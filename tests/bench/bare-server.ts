import Koa from 'koa'
import { Pool } from 'pg'

/** What start and memory are compared with: Koa and a pool, answering when the database does. */
const [databaseUrl, port] = process.argv.slice(2) as [string, string]
const pool = new Pool({ connectionString: databaseUrl })
pool.on('error', () => process.exit(0))
const app = new Koa()
app.use(async (context) => {
  await pool.query('select 1')
  context.body = 'ready'
})
app.listen(Number(port), '127.0.0.1')
process.once('disconnect', () => process.exit(0))
