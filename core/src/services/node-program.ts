import { type ChildProcess, spawn } from 'node:child_process'
import { StartProblem } from '../configuration/start-problem.ts'
import type { Service } from './keep-running.ts'

export interface NodeProgram {
  name: string
  entry: string
  arguments: readonly string[]
  environment: Readonly<Record<string, string | undefined>>
  /** Milliseconds that it may take to end. */
  farewell?: number
}

const usualFarewell = 4500

/**
 * A command of ours as a service. Over its channel it tells when it is ready, or what only the operator can put right;
 * it ends when the channel closes.
 */
export const nodeProgram = (program: NodeProgram): Service => ({
  name: program.name,
  manners: [{ signal: 'SIGTERM', patience: program.farewell ?? usualFarewell }],
  async start(spawned) {
    const child = spawn(process.execPath, [program.entry, ...program.arguments], {
      detached: true,
      env: program.environment as NodeJS.ProcessEnv,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    spawned(child)
    await readiness(child)
  },
})

const readiness = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.on('message', (message: 'ready' | { problem: string }) => {
      if (message === 'ready') resolve()
      else reject(new StartProblem(message.problem))
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`it ended with ${signal ?? `code ${code}`}`)))
  })

/** In a program that was started so: resolves when it shall end, because it is asked to or because nobody waits for it any more. */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
    if (process.channel) process.once('disconnect', () => resolve())
  })
}

export const tellReady = (): void => {
  if (process.connected) process.send?.('ready')
}

/** Tells what keeps this program from working, to whoever started it, and ends it. */
export function tellProblem(error: unknown): void {
  const { message, stack } = error as Error
  const isForTheOperator = error instanceof StartProblem
  if (isForTheOperator && process.connected) process.send?.({ problem: message }, () => process.exit(1))
  else process.stderr.write(`${isForTheOperator ? message : stack}\n`, () => process.exit(1))
}
