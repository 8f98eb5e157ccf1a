import { join } from 'node:path'
import { type Postgres, startPostgres } from '@cordboard/core/services/postgres.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { choosePlace, type Place, readiness, type Start, startCordboard, until } from './cordboard.ts'

describe('the core on a database that comes and goes', { timeout: 60_000 }, () => {
  let place: Place
  let start: Start
  let postgres: Postgres
  const database = async () => {
    postgres = await startPostgres({
      folder: join(place.folder, 'postgres'),
      port: Number(place.environment.CORDBOARD_POSTGRES_PORT),
      settings: { fsync: 'off' },
    })
  }
  beforeAll(async () => {
    place = await choosePlace()
    const url = `postgresql://cordboard@127.0.0.1:${place.environment.CORDBOARD_POSTGRES_PORT}/postgres`
    start = startCordboard({ ...place.environment, DATABASE_URL: url }, ['all'])
    await until(async () => (await readiness(place)) !== undefined)
  })
  afterAll(() => place.clear())

  it('listens before the database is there: alive, not ready, nothing else', async () => {
    expect(await readiness(place)).toMatchObject({
      code: 503,
      body: { status: 'unavailable', pid: start.process.pid, dependencies: { database: { status: 'starting' } } },
    })
    expect((await fetch(`${place.url}/health/live`)).status).toBe(200)
    expect((await fetch(`${place.url}/api/v1/profile`)).status).toBe(503)
  })

  it('is ready when the database has come up and is migrated, without Temporal and the registry', async () => {
    await database()
    await until(async () => (await readiness(place))?.code === 200)
    await until(async () => (await fetch(`${place.url}/api/v1/profile`)).status === 401)
    expect((await readiness(place))?.body.dependencies).toMatchObject({
      database: { status: 'up' },
      temporal: { status: 'down', address: null, namespace: 'default' },
      registry: { status: 'down', address: null },
    })
  })

  it('tells when the database is gone, and goes on in the same process when it is back', async () => {
    await postgres.stop()
    await until(async () => (await readiness(place))?.code === 503)
    expect((await readiness(place))?.body.dependencies.database?.status).toBe('down')
    expect((await fetch(`${place.url}/health/live`)).status).toBe(200)

    await database()
    await until(async () => (await readiness(place))?.code === 200)
    expect((await readiness(place))?.body.pid).toBe(start.process.pid)
    await until(async () => (await fetch(`${place.url}/api/v1/profile`)).status === 401)
  })

  it('ends with code 0', async () => {
    process.kill(start.process.pid as number, 'SIGTERM')
    expect(await start.ended).toBe(0)
    await postgres.stop()
  })
})
