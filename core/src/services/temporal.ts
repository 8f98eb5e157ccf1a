import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Manners } from './end-process.ts'
import { temporalAnswers } from './temporal-probe.ts'
import { type TemporalSource, temporalSources, type Wanted } from './temporal-sources.ts'

/** A source that takes longer is passed over. */
const longestSearch = 60_000
const longestStart = 30_000

export interface TemporalSearch {
  program: string | undefined
  /** Why each source before it has none, for the log. */
  passedOver: string[]
}

/** Finds a Temporal CLI: the first source that has one that runs. */
export async function findTemporal(
  wanted: Wanted & { say(line: string): void },
  sources: readonly TemporalSource[] = temporalSources,
): Promise<TemporalSearch> {
  const passedOver: string[] = []
  for (const source of sources) {
    if (wanted.signal.aborted) break
    if (source.downloads) wanted.say(`Temporal: asking ${source.name} …`)
    const signal = AbortSignal.any([wanted.signal, AbortSignal.timeout(longestSearch)])
    try {
      return { program: await source.find({ ...wanted, signal }), passedOver }
    } catch (error) {
      passedOver.push(`${source.name}: ${(error as Error).message}`)
    }
  }
  return { program: undefined, passedOver }
}

/** What processes are found by in the Temporal UI. The server must know them before the first process starts. */
export const searchAttributes = {
  CbAccountId: 'Int',
  CbInboxId: 'Int',
  CbPlugin: 'Keyword',
  CbPhase: 'Keyword',
  CbStuck: 'Bool',
  CbPhaseSince: 'Datetime',
} as const

export const temporalManners: Manners = [{ signal: 'SIGTERM', patience: 3000 }]

export interface TemporalOptions {
  program: string
  /** The file that holds all processes. */
  file: string
  port: number
  uiPort: number
  namespace: string
  spawned(child: ChildProcess): void
  report(text: string): void
}

/** Starts the development server and waits until it says who it is. */
export async function startTemporal(options: TemporalOptions): Promise<void> {
  const child = spawn(options.program, serverArguments(options), { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  options.spawned(child)
  let failure: Error | undefined
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-2000)
      options.report(chunk)
    })
  child.once('error', (error) => {
    failure = error
  })
  child.once('exit', (code, signal) => {
    failure = new Error(output.trim().split('\n').at(-1) || `it ended with ${signal ?? `code ${code}`}`)
  })
  const deadline = performance.now() + longestStart
  while (!(await temporalAnswers({ address: `127.0.0.1:${options.port}` }, 1000))) {
    if (failure) throw failure
    if (performance.now() > deadline) throw new Error(`it does not answer within ${longestStart / 1000} s`)
    await pause(100)
  }
  if (failure) throw failure
}

const serverArguments = ({ file, port, uiPort, namespace }: TemporalOptions): string[] => [
  'server',
  'start-dev',
  ...['--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)],
  ...['--db-filename', file, '--namespace', namespace, '--log-level', 'error', '--ui-disable-news-fetch'],
  // Safe against every crash but that of the machine, and four times as fast.
  ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
  ...['--dynamic-config-value', 'frontend.enableServerVersionCheck=false'],
  ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
]
