import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readSettings } from '../../src/configuration/read-settings.ts'
import { StartProblem } from '../../src/configuration/start-problem.ts'
import { openDatabase } from '../../src/database/orm.ts'
import { createAccount } from '../../src/domain/account/create-account.ts'
import { addMember } from '../../src/domain/membership/add-member.ts'
import { administrator } from '../../src/domain/membership/role.ts'
import { createUser } from '../../src/domain/user/create-user.ts'
import { User } from '../../src/domain/user/user.entity.ts'
import { checkDatabase } from '../../src/services/database-check.ts'
import { runningProcesses } from '../../src/services/pid-file.ts'
import { postgresUrl } from '../../src/services/postgres.ts'

/** `cordboard account create`: opens an account. A person known by the e-mail address keeps name and password. */
export async function account([action, ...words]: string[]): Promise<void> {
  if (action !== 'create') throw new StartProblem('Use `account create --name NAME --email EMAIL --password PASSWORD`.')
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args: words, options: { name: text, email: text, password: text, 'user-name': text } })
  const { name, email, password } = values
  if (!name || !email)
    throw new StartProblem('--name and --email are needed: the account’s name and its administrator’s address.')
  const url = await databaseUrl()
  const orm = openDatabase(url)
  try {
    const created = await orm.em.fork().transactional(async (em) => {
      const known = await em.findOne(User, { email: email.trim().toLowerCase() })
      if (!known && !password)
        throw new StartProblem('--password is needed: nobody is known by that e-mail address yet.')
      const account = await createAccount(em, { name })
      const user =
        known ??
        (await createUser(em, { email, password: password as string, name: values['user-name'], confirmed: true }))
      await addMember(em, { accountId: account.id, userId: user.id, role: administrator })
      return account
    })
    process.stdout.write(`Account ${created.id} is open, and ${email} administers it.\n`)
  } finally {
    await orm.close(true)
  }
}

// The database that was named, or that of the start that runs with this data directory.
async function databaseUrl(): Promise<string> {
  const settings = readSettings(process.env)
  const isRunning = runningProcesses(resolve(settings.dataDirectory, 'run')).some(({ name }) => name === 'PostgreSQL')
  if (!settings.databaseUrl && !isRunning)
    throw new StartProblem('Cordboard does not run with this data directory: start it, or set DATABASE_URL.')
  const url = settings.databaseUrl ?? postgresUrl(settings.postgresPort)
  await checkDatabase(url)
  return url
}
