import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openDatabase } from '@cordboard/core/database/orm.ts'
import { startPostgres } from '@cordboard/core/services/postgres.ts'
import { Client } from 'pg'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string
  }
}

const template = 'cordboard_template'

/** Vitest global set-up: a PostgreSQL server of its own with a migrated template database, gone afterwards. */
export default async function setup({ provide }: { provide(key: 'postgres', value: string): void }) {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-test-postgres-'))
  const postgres = await startPostgres({
    folder,
    port: await freePort(),
    settings: { fsync: 'off', max_connections: '300' },
  })
  await administer(postgres.url, `create database ${template}`)
  const orm = openDatabase(databaseUrl(postgres.url, template))
  await migrate(orm)
  await orm.close(true)
  provide('postgres', postgres.url)
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A fresh copy of the migrated database for one test file, dropped by `drop`. */
export async function createTestDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${createHash('sha1').update(`${process.pid}-${performance.now()}-${Math.random()}`).digest('hex').slice(0, 16)}`
  await administer(server, `create database ${name} template ${template}`)
  return {
    url: databaseUrl(server, name),
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  }
}

/** A port of 127.0.0.1 that is free at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const databaseUrl = (server: string, name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
}
