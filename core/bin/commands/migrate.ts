import { parseArgs } from 'node:util'
import { readSettings } from '../../src/configuration/read-settings.ts'
import { StartProblem } from '../../src/configuration/start-problem.ts'
import { exclusively } from '../../src/database/exclusively.ts'
import { migrate, openDatabase } from '../../src/database/orm.ts'
import { checkDatabase } from '../../src/services/database-check.ts'

/** `cordboard migrate`: brings the schema of DATABASE_URL up to date. */
export async function migrateDatabase(words: string[]): Promise<void> {
  parseArgs({ args: words, options: {} })
  const { databaseUrl } = readSettings(process.env)
  if (!databaseUrl) throw new StartProblem('DATABASE_URL is not set: name the database to migrate there.')
  await checkDatabase(databaseUrl)
  const orm = openDatabase(databaseUrl)
  try {
    const names = await exclusively(databaseUrl, 'cordboard migrations', () => migrate(orm))
    process.stdout.write(names.length > 0 ? `Applied ${names.join(', ')}.\n` : 'The schema is up to date.\n')
  } finally {
    await orm.close(true)
  }
}
