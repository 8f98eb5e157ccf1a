import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Configuration } from '@cordboard/core/configuration/configuration.ts'

/** A Cordboard process of its own, to be killed: plugins, jobs and dispatcher without HTTP. */
export interface CoreProcess {
  /** Ends it as a power cut would, and resolves when it is gone. */
  kill(): Promise<void>
}

export async function startCoreProcess(configuration: Configuration): Promise<CoreProcess> {
  const child = spawn('node', [join(import.meta.dirname, 'core-program.ts'), JSON.stringify(configuration)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await ready(child)
  return {
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

const ready = (child: ChildProcess) =>
  new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`The process ended with code ${code} before it was ready`)))
  })
