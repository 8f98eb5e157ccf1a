import { parseArgs } from 'node:util'
import { readSettings } from '../../src/configuration/read-settings.ts'
import { type Extras, supervise } from '../../src/services/supervisor.ts'
import { entry, root, version } from '../places.ts'
import { checkPluginSettings } from '../plugin-settings.ts'

/** `cordboard start`: everything, until it is told to end. */
export async function start(words: string[]): Promise<void> {
  parseArgs({ args: words, options: {} })
  await run(process.env)
}

/** Runs the supervisor with the given environment and ends the process with its answer. */
export async function run(environment: Readonly<Record<string, string | undefined>>, extras?: Extras): Promise<void> {
  const settings = readSettings(environment)
  checkPluginSettings(environment)
  const write = (line: string) => process.stdout.write(`${line}\n`)
  // Whoever read along may leave. Telling them of that would fail in turn, without end.
  process.stdout.on('error', () => {})
  // The registry lives in this process. What goes wrong in there must not take the rest down.
  process.on('uncaughtException', (error) => write(`Something failed in the supervisor: ${error.message}`))
  process.exit(await supervise({ settings, environment, version, entry, root, write, ...(extras ? { extras } : {}) }))
}
