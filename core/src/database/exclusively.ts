import { Client } from 'pg'

/** Runs `work` while no other process runs work of the same name on this database. */
export async function exclusively<Result>(url: string, name: string, work: () => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    return await work()
  } finally {
    await client.end()
  }
}
