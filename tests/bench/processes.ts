import { type ChildProcess, fork, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { migrate, openDatabase } from '@cordboard/core/database/orm.ts'
import { startPostgres } from '@cordboard/core/services/postgres.ts'
import { Client, Pool } from 'pg'
import { freePort } from '../support/database.ts'

export const root = join(import.meta.dirname, '..', '..')
export const secretKey = 'the secret key of a measurement, long enough'
const ticksPerSecond = 100

/** A PostgreSQL of the measurement's own, with everything durable. */
export interface BenchServer {
  /** A migrated database: the product and what it is compared with share the server, not the tables. */
  database(name: string): Promise<BenchDatabase>
  stop(): Promise<void>
}

export interface BenchDatabase {
  url: string
  pool: Pool
}

export async function startDatabaseServer(): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-bench-'))
  const settings = { fsync: 'on', max_connections: '100' }
  const postgres = await startPostgres({ folder, port: await freePort(), settings })
  const pools: Pool[] = []
  return {
    async database(name) {
      const client = new Client(postgres.url)
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      const url = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href
      const orm = openDatabase(url)
      await migrate(orm)
      await orm.close(true)
      const pool = new Pool({ connectionString: url, max: 4 })
      pool.on('error', () => {})
      pools.push(pool)
      return { url, pool }
    },
    async stop() {
      for (const pool of pools) await pool.end()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A whole core in a process of its own. */
export interface BenchCore {
  process: ChildProcess
  port: number
  url: string
  /** From the start of the process to its first 2xx. */
  milliseconds: number
  stop(): Promise<void>
}

/** Starts one; in `dataFolder` it finds what an earlier start has left there. */
export async function startCore(
  databaseUrl: string,
  { pluginFolders = [], dataFolder }: { pluginFolders?: readonly string[]; dataFolder?: string } = {},
): Promise<BenchCore> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'cordboard-bench-data-')))
  const port = await freePort()
  const environment = {
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    CORDBOARD_DATA_DIR: folder,
    CORDBOARD_SECRET_KEY: secretKey,
    CORDBOARD_LOG_LEVEL: 'fatal',
    BENCH_PLUGIN_FOLDERS: pluginFolders.join(':'),
  }
  const began = performance.now()
  const child = spawn(process.execPath, ['--import', './core/bin/compile-cache.js', 'tests/bench/core-server.ts'], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await untilAnswered(`${url}/health/ready`, 200, child)
  const milliseconds = performance.now() - began
  await untilAnswered(`${url}/api/v1/profile`, 401, child)
  return {
    process: child,
    port,
    url,
    milliseconds,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      if (!dataFolder) await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function untilAnswered(url: string, status: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000
  while ((await fetch(url).catch(() => undefined))?.status !== status) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${url} does not answer`)
    await pause(5)
  }
}

/** A script of this folder with a channel to talk over; its first message is the answer. */
export async function forkScript<First>(
  name: string,
  args: string[] = [],
): Promise<{ child: ChildProcess; first: First }> {
  const child = fork(join(import.meta.dirname, name), args, { cwd: root })
  return { child, first: await heard<First>(child) }
}

export const heard = <Message>(child: ChildProcess): Promise<Message> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Message))
    child.once('exit', (code) => reject(new Error(`A process of the measurement ended with ${code}`)))
  })

/** Milliseconds of CPU that a process has used. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}

/** Resident memory of a process in MB. */
export const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

export const say = (line: string) => process.stdout.write(`${line}\n`)
