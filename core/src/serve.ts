import { createServer, type RequestListener, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Configuration } from './configuration/configuration.ts'
import { StartProblem } from './configuration/start-problem.ts'
import type { Core } from './core.ts'
import { createCore } from './create-core.ts'
import { exclusively } from './database/exclusively.ts'
import { isMigrated } from './database/is-migrated.ts'
import { isUnreachable } from './database/is-unreachable.ts'
import { migrate } from './database/orm.ts'
import { createFirstAdministrator, type FirstAdministrator } from './domain/user/create-first-administrator.ts'
import { CordboardError } from './errors.ts'
import { createApplication } from './http/application.ts'
import { routes } from './http/routes.ts'
import { answerHealth, type Health } from './observe/health.ts'
import { createLog } from './observe/log.ts'
import { startCore, startJobs, stopCore } from './start-core.ts'

const drainTime = 2500
const firstPause = 200
const longestPause = 3000

export interface Serving {
  /** Resolves when requests are answered and jobs are run. */
  ready: Promise<void>
  stop(): Promise<void>
}

/**
 * Runs web and worker in this process. It listens at once and tells its health; everything else is answered when the
 * database has come up and is migrated, however long that takes.
 */
export async function serve(
  configuration: Configuration,
  { health, firstAdministrator }: { health: Health; firstAdministrator?: FirstAdministrator | undefined },
): Promise<Serving> {
  const stopping = new AbortController()
  const tellHealth = answerHealth(health, () => answer !== answerStarting)
  let answer: RequestListener = answerStarting
  const front = createServer((request, response) => {
    if (!tellHealth(request, response)) answer(request, response)
  })
  await listen(front, configuration)

  let core: Core | undefined
  const begin = async () => {
    core = await open(configuration, firstAdministrator, stopping.signal)
    if (!core) return
    await startCore(core)
    const application = createApplication(core, routes)
    core.realtime.attach(front)
    answer = (request, response) => void application.emit('request', request, response)
    await startJobs(core)
  }
  const ready = begin()
  return {
    ready,
    async stop() {
      stopping.abort()
      const closed = new Promise((resolve) => front.close(resolve))
      const drain = async () => {
        await Promise.race([closed, pause(drainTime)])
        front.closeAllConnections()
      }
      await ready.catch(() => {})
      await (core ? stopCore(core, drain) : drain())
    },
  }
}

const listen = (server: Server, { host, port }: Configuration): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })

const answerStarting: RequestListener = (_request, response) => {
  response.writeHead(503, { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' })
  response.end(JSON.stringify({ error: 'Cordboard is starting. Try again in a moment.' }))
}

// A database that is not there yet is waited for; any other failure ends the process.
async function open(
  configuration: Configuration,
  firstAdministrator: FirstAdministrator | undefined,
  signal: AbortSignal,
): Promise<Core | undefined> {
  const log = createLog(configuration.logLevel)
  for (let wait = firstPause; !signal.aborted; wait = Math.min(wait * 2, longestPause)) {
    try {
      return await prepare(configuration, firstAdministrator)
    } catch (error) {
      if (!isUnreachable(error)) throw error
      log.warn({ reason: (error as Error).message }, 'the database does not answer yet')
    }
    await pause(wait, undefined, { signal }).catch(() => {})
  }
  return undefined
}

async function prepare(
  configuration: Configuration,
  firstAdministrator: FirstAdministrator | undefined,
): Promise<Core> {
  const core = await createCore(configuration)
  try {
    if (!(await isMigrated(core.pool)))
      await exclusively(configuration.databaseUrl, 'cordboard migrations', () => migrate(core.orm))
    if (firstAdministrator) await administrate(core, firstAdministrator)
    return core
  } catch (error) {
    await core.orm.close(true)
    throw error
  }
}

const administrate = (core: Core, person: FirstAdministrator): Promise<unknown> =>
  createFirstAdministrator(core.orm.em.fork(), person).catch((error: Error) => {
    if (!CordboardError.is(error)) throw error
    throw new StartProblem(
      `CORDBOARD_ADMIN_EMAIL and CORDBOARD_ADMIN_PASSWORD make no administrator: ${error.message}.`,
    )
  })
