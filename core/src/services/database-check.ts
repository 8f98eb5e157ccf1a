import { Client } from 'pg'
import { StartProblem } from '../configuration/start-problem.ts'

const patience = 5000
const leastMajor = 15

/** Makes sure that a database answers before anything is started. The sentence never holds the password. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience, query_timeout: patience })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ major: number }>(
      `select current_setting('server_version_num')::int / 10000 as major`,
    )
    const major = rows[0]?.major ?? 0
    if (major < leastMajor)
      throw new StartProblem(
        `DATABASE_URL leads to PostgreSQL ${major}, and Cordboard needs ${leastMajor} or newer: upgrade it.`,
      )
  } catch (error) {
    throw error instanceof StartProblem ? error : new StartProblem(sentence(url, error as NodeJS.ErrnoException))
  } finally {
    await client.end().catch(() => {})
  }
}

/** Host, port and name of a database, fit to be shown. */
export function databaseAddress(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname || 'localhost'}:${port || 5432}${pathname === '/' ? '' : pathname}`
}

function sentence(url: string, error: NodeJS.ErrnoException): string {
  const address = databaseAddress(url)
  const code = error.code ?? (error as { errors?: NodeJS.ErrnoException[] }).errors?.[0]?.code
  if (code === '28P01' || code === '28000')
    return `The database at ${address} refuses the user or password of DATABASE_URL: put the right ones there.`
  if (code === '3D000')
    return `The server at ${address} has no database of that name: create it, or change DATABASE_URL.`
  return `The database of DATABASE_URL at ${address} cannot be reached (${code ?? error.message}): start it, or change DATABASE_URL.`
}
