import { resolve } from 'node:path'
import type { Settings } from '../configuration/settings.ts'
import { StartProblem } from '../configuration/start-problem.ts'
import { announce } from './announce.ts'
import { type BroughtUp, bringUp } from './bring-up.ts'
import { checkBeforeStart } from './check-before-start.ts'
import { askedToEnd } from './node-program.ts'
import { removePidFile, writePidFile } from './pid-file.ts'
import { createProgress, type Progress } from './progress.ts'

export interface SupervisorOptions {
  settings: Settings
  environment: Readonly<Record<string, string | undefined>>
  version: string
  /** The program with the commands `all`, `temporal-worker` and `build`. */
  entry: string
  /** The repository: unpacked programs are kept in its `.cordboard/bin` for every data directory. */
  root: string
  write(line: string): void
  /** More that belongs to this start, such as simulators; begun before the core, ended after it. */
  extras?: Extras
}

export interface Extras {
  /** What they add to the core's environment. */
  begin(context: { dataDirectory: string; coreUrl: string; progress: Progress }): Promise<Record<string, string>>
  /** Called when everything is ready, before it is announced. Answers with more lines to announce. */
  complete(context: { coreUrl: string; progress: Progress }): Promise<string[]>
  end(): Promise<void>
}

/** Starts everything, keeps it running until it is told to end, and stops everything. Answers with the exit code. */
export async function supervise(options: SupervisorOptions): Promise<number> {
  const progress = createProgress(options.write)
  const dataDirectory = resolve(options.settings.dataDirectory)
  const runFolder = resolve(dataDirectory, 'run')
  const stopping = new AbortController()
  const asked = askedToEnd().then(() => {
    progress.say('Stopping …')
    stopping.abort()
  })
  const running: BroughtUp = { core: [], services: [] }
  const context = { ...options, progress, dataDirectory, runFolder, signal: stopping.signal }
  let isOurs = false
  try {
    progress.say(`Cordboard ${options.version}, data in ${dataDirectory}`)
    await Promise.race([checkBeforeStart(context), asked])
    if (!stopping.signal.aborted) {
      writePidFile(runFolder, { name: 'supervisor', pid: process.pid })
      isOurs = true
      await Promise.race([bringUp(context, running).then((outcome) => announce(context, outcome)), asked])
      await asked
    }
    return 0
  } catch (error) {
    stopping.abort()
    options.write(problem(error))
    return 1
  } finally {
    await stopAll(running, options.extras)
    if (isOurs) removePidFile(runFolder, 'supervisor')
  }
}

// First what answers requests, then what it rests on.
async function stopAll({ core, services }: BroughtUp, extras: Extras | undefined): Promise<void> {
  await Promise.allSettled(core.map((service) => service.stop()))
  await Promise.allSettled([...services.map((service) => service.stop()), extras?.end()])
}

const problem = (error: unknown): string =>
  error instanceof StartProblem ? error.message : `Cordboard could not start: ${(error as Error).message}`
