import { spawn } from 'node:child_process'
import { StartProblem } from '../configuration/start-problem.ts'
import type { UpContext } from './bring-up.ts'
import { endProcess } from './end-process.ts'

/** Builds the dashboard where its sources are newer than the last build; in a process of its own, for the tools are large. */
export function runBuild({ entry, environment, signal }: UpContext): Promise<void> {
  signal.throwIfAborted()
  const child = spawn(process.execPath, [entry, 'build'], {
    detached: true,
    env: environment as NodeJS.ProcessEnv,
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  signal.addEventListener('abort', () => child.pid !== undefined && void endProcess(child.pid, []), { once: true })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output = (output + chunk).slice(-4000)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0 || signal.aborted) resolve()
      else reject(new StartProblem(`The dashboard could not be built:\n${output.trim()}`))
    })
  })
}
