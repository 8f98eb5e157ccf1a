import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../support/database.ts'

export const root = join(import.meta.dirname, '..', '..')

/** A place to start Cordboard in: a data directory with a blank in its name, and ports that are free. */
export interface Place {
  folder: string
  environment: Record<string, string>
  url: string
  /** Ends whatever a test left behind, and removes the folder. */
  clear(): Promise<void>
}

export async function choosePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard start '))
  const port = await freePort()
  const environment = {
    CORDBOARD_DATA_DIR: folder,
    PORT: String(port),
    CORDBOARD_POSTGRES_PORT: String(await freePort()),
    CORDBOARD_TEMPORAL_PORT: String(await freePort()),
    CORDBOARD_TEMPORAL_UI_PORT: String(await freePort()),
    CORDBOARD_REGISTRY_PORT: String(await freePort()),
    CORDBOARD_LOG_LEVEL: 'error',
  }
  return {
    folder,
    environment,
    url: `http://localhost:${port}`,
    async clear() {
      for (const pid of processesOf(folder)) end(pid)
      await until(() => processesOf(folder).length === 0)
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A start in progress: everything it printed, and how it ended. */
export interface Start {
  process: ChildProcess
  output(): string
  /** Resolves with the exit code. */
  ended: Promise<number | null>
  printed(text: string | RegExp): Promise<void>
}

export const startCordboard = (environment: Record<string, string>, words = ['start'], folder = root): Start =>
  watch(spawn('node', ['core/bin/cordboard.ts', ...words], { ...surroundings(environment), cwd: folder }))

/** As a person does it. */
export const npmStart = (environment: Record<string, string>): Start =>
  watch(spawn('npm', ['start', '--silent'], surroundings(environment)))

const surroundings = (environment: Record<string, string>) => ({
  cwd: root,
  detached: true,
  env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`, ...environment },
  stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
})

function watch(child: ReturnType<typeof spawn>): Start {
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const says = (text: string | RegExp) => (typeof text === 'string' ? output.includes(text) : text.test(output))
  return {
    process: child,
    output: () => output,
    ended,
    async printed(text) {
      const isOver = ended.then(() => {
        if (!says(text)) throw new Error(`It ended without saying ${text}:\n${output}`)
      })
      await Promise.race([
        until(
          () => says(text),
          () => `It does not say ${text}:\n${output}`,
        ),
        isOver,
      ])
    },
  }
}

// One that ends by itself just now keeps no other alive.
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Waits for a condition. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  otherwise = () => 'It did not come to pass',
): Promise<void> {
  const deadline = Date.now() + 40_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(otherwise())
    await pause(50)
  }
}

/** Every process that works for the place: named in its command line or its environment. */
export function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => `${read(pid, 'cmdline')}\0${read(pid, 'environ')}`.includes(folder))
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** The process that was written down under a name. */
export const pidOf = (place: Place, name: string): number =>
  JSON.parse(readFileSync(join(place.folder, 'run', `${name}.json`), 'utf8')).pid

export interface Ready {
  status: string
  pid: number
  dependencies: Record<string, { status: string; address: string; ui?: string; namespace?: string }>
}

export async function readiness(place: Place): Promise<{ code: number; body: Ready } | undefined> {
  const answer = await fetch(`${place.url}/health/ready`).catch(() => undefined)
  return answer && { code: answer.status, body: (await answer.json()) as Ready }
}

/** A command that ends by itself. */
export function runCordboard(environment: Record<string, string>, ...words: string[]): string {
  return execFileSync('node', ['core/bin/cordboard.ts', ...words], { ...surroundings(environment), encoding: 'utf8' })
}
