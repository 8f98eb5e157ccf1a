import { StartProblem } from '../src/configuration/start-problem.ts'
import { CordboardError } from '../src/errors.ts'

type Command = (words: string[]) => Promise<void>

// Each is imported when it is called: most need only a small part of the product.
const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./commands/start.ts')).start,
  demo: async () => (await import('./commands/demo.ts')).demo,
  build: async () => (await import('./commands/build.ts')).build,
  all: async () => (await import('./commands/all.ts')).all,
  'temporal-worker': async () => (await import('./commands/temporal-worker.ts')).temporalWorker,
  migrate: async () => (await import('./commands/migrate.ts')).migrateDatabase,
  account: async () => (await import('./commands/account.ts')).account,
  help: async () => (await import('./commands/help.ts')).help,
}

/** Runs one command line. What only the caller can put right is one sentence and exit code 1. */
export async function runCommand([name = 'help', ...words]: string[]): Promise<void> {
  const asksForHelp = name === '--help' || name === '-h' || words.includes('--help') || words.includes('-h')
  const command = commands[asksForHelp ? 'help' : name]
  try {
    if (!command) throw new StartProblem(`There is no command ${name}. \`npm start -- --help\` lists all of them.`)
    await (await command())(words)
  } catch (error) {
    if (!isForTheCaller(error)) throw error
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}

const isForTheCaller = (error: unknown): boolean =>
  error instanceof StartProblem ||
  CordboardError.is(error) ||
  String((error as { code?: unknown } | null)?.code).startsWith('ERR_PARSE_ARGS')
