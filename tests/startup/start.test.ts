import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  choosePlace,
  npmStart,
  type Place,
  pidOf,
  processesOf,
  readiness,
  runCordboard,
  type Start,
  startCordboard,
  until,
} from './cordboard.ts'

const administrator = { CORDBOARD_ADMIN_EMAIL: 'admin@example.com', CORDBOARD_ADMIN_PASSWORD: 'Correct-horse-9' }

describe('npm start', { timeout: 60_000 }, () => {
  let place: Place
  let start: Start
  beforeAll(async () => {
    place = await choosePlace()
    start = npmStart({ ...place.environment, ...administrator })
    await start.printed(`Cordboard is ready: ${place.url}`)
    await start.printed('Ctrl-C stops everything')
  })
  afterAll(() => place.clear())

  const signIn = () =>
    fetch(`${place.url}/auth/sign_in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'admin@example.com', password: 'Correct-horse-9' }),
    })
  const isReady = async () => (await readiness(place))?.code === 200
  const killed = async (name: string) => {
    const pid = pidOf(place, name)
    process.kill(pid, 'SIGKILL')
    await until(() => !processesOf(place.folder).includes(pid))
    return pid
  }

  it('says where everything is, and it is there', async () => {
    const {
      CORDBOARD_TEMPORAL_UI_PORT: ui,
      CORDBOARD_REGISTRY_PORT: registry,
      CORDBOARD_TEMPORAL_PORT: temporal,
    } = place.environment
    expect(start.output()).toContain(`http://localhost:${ui}`)
    expect(start.output()).toContain(`http://localhost:${registry}`)
    expect(start.output()).toContain('admin@example.com')
    expect(await readiness(place)).toMatchObject({
      code: 200,
      body: {
        status: 'ready',
        version: expect.any(String),
        pid: pidOf(place, 'core'),
        dependencies: {
          database: { status: 'up', address: `127.0.0.1:${place.environment.CORDBOARD_POSTGRES_PORT}/postgres` },
          temporal: {
            status: 'up',
            address: `127.0.0.1:${temporal}`,
            ui: `http://localhost:${ui}`,
            namespace: 'default',
          },
          registry: { status: 'up', address: `http://localhost:${registry}` },
        },
      },
    })
    expect((await fetch(`${place.url}/health/live`)).status).toBe(200)
    expect((await fetch(`http://localhost:${ui}/`)).status).toBe(200)
    expect((await fetch(`http://localhost:${registry}/-/ping`)).status).toBe(200)
  })

  it('creates the administrator that the environment names', async () => {
    expect((await signIn()).status).toBe(200)
  })

  it('opens accounts from the command line', async () => {
    const words = [
      'account',
      'create',
      '--name',
      'Second',
      '--email',
      'second@example.com',
      '--password',
      'Correct-horse-9',
    ]
    expect(runCordboard(place.environment, ...words)).toMatch(/Account \d+ is open/)
  })

  it('refuses a second start on the same data, with one sentence', async () => {
    const second = startCordboard(place.environment)
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/already runs with the data directory .* CORDBOARD_DATA_DIR/)
  })

  it('starts the core again when it dies', async () => {
    const before = await killed('core')
    await until(isReady)
    expect((await readiness(place))?.body.pid).not.toBe(before)
  })

  it('starts PostgreSQL again when it dies, and the core goes on', async () => {
    const core = pidOf(place, 'core')
    await killed('PostgreSQL')
    await start.printed('PostgreSQL runs again')
    await until(isReady)
    expect(pidOf(place, 'core')).toBe(core)
    let answer = ''
    await until(
      async () => {
        const response = await signIn()
        answer = `${response.status} ${await response.text()}`
        return response.ok
      },
      () => `Nobody can sign in (${answer}):\n${start.output()}`,
    )
  })

  it('starts Temporal and its worker again when they die', async () => {
    const [server, worker] = [await killed('Temporal'), await killed('temporal-worker')]
    await until(async () => (await readiness(place))?.body.dependencies.temporal?.status === 'up')
    await start.printed('temporal-worker runs again')
    expect([pidOf(place, 'Temporal'), pidOf(place, 'temporal-worker')]).not.toEqual([server, worker])
  })

  it('ends what a killed start left running, and keeps the data', async () => {
    process.kill(pidOf(place, 'supervisor'), 'SIGKILL')
    start = npmStart({ ...place.environment, ...administrator })
    await start.printed('Ctrl-C stops everything')
    expect((await signIn()).status).toBe(200)
  })

  it('comes back after everything was killed at once', async () => {
    for (const pid of processesOf(place.folder)) process.kill(pid, 'SIGKILL')
    start = npmStart({ ...place.environment, ...administrator })
    await start.printed('Ctrl-C stops everything')
    expect((await signIn()).status).toBe(200)
  })

  it('ends with everything it started when npm alone is told to', async () => {
    process.kill(start.process.pid as number, 'SIGTERM')
    expect(await Promise.race([start.ended, pause(10_000, 'too late')])).toBe(0)
    expect(processesOf(place.folder)).toEqual([])
  })

  it('ends the same way when its whole group is told to, even if a child hangs, and in the midst of starting', async () => {
    const hanging = npmStart(place.environment)
    await hanging.printed('Ctrl-C stops everything')
    process.kill(pidOf(place, 'core'), 'SIGSTOP')
    process.kill(-(hanging.process.pid as number), 'SIGINT')
    expect(await Promise.race([hanging.ended, pause(10_000, 'too late')])).toBe(0)
    expect(processesOf(place.folder)).toEqual([])

    const early = npmStart(place.environment)
    await early.printed('data in')
    process.kill(-(early.process.pid as number), 'SIGTERM')
    expect(await Promise.race([early.ended, pause(10_000, 'too late')])).toBe(0)
    expect(processesOf(place.folder)).toEqual([])
  })
})
