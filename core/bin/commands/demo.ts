import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Progress } from '../../src/services/progress.ts'
import type { Extras } from '../../src/services/supervisor.ts'
import { pluginsDirectory } from '../places.ts'
import { run } from './start.ts'

/*
 * What a plugin may bring for the demo, in `plugins/<id>/simulator/demo.ts`: a stand-in for its provider, with a page
 * that plays the customer, and lifelike conversations made through the public API.
 */
export interface DemoOptions {
  /** The plugin's own, below the data directory; survives restarts. */
  folder: string
  /** Free on 127.0.0.1, and the same at every start where possible. */
  port: number
  /** Where Cordboard will answer: webhooks go there. */
  coreUrl: string
  log(line: string): void
}

export interface Demo {
  title: string
  /** The page that plays the customer. */
  address: string
  /** Given to the core before it starts. What the operator set wins. */
  environment: Record<string, string>
  /** Called at every start when Cordboard is ready: what the last run left is still there. */
  fill(target: { baseUrl: string; apiToken: string; accountId: number }): Promise<void>
  /** Within two seconds. */
  stop(): Promise<void>
}

type PrepareDemo = (options: DemoOptions) => Promise<Demo>

const firstPort = 3100
const administrator = 'demo@cordboard.test'

/** `cordboard demo`: like start, with a demo account and the providers' simulators. */
export async function demo(words: string[]): Promise<void> {
  parseArgs({ args: words, options: {} })
  const folder = process.env.CORDBOARD_DATA_DIR || '.cordboard'
  const password = keepPassword(folder)
  const environment = {
    ...process.env,
    CORDBOARD_ADMIN_EMAIL: process.env.CORDBOARD_ADMIN_EMAIL || administrator,
    CORDBOARD_ADMIN_PASSWORD: process.env.CORDBOARD_ADMIN_PASSWORD || password,
  }
  await run(
    environment,
    demoExtras({ email: environment.CORDBOARD_ADMIN_EMAIL, password: environment.CORDBOARD_ADMIN_PASSWORD }),
  )
}

// The password of the demo's administrator is made once and shown at every start.
function keepPassword(dataDirectory: string): string {
  const file = join(dataDirectory, 'demo', 'password')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const password = `Demo-${randomBytes(6).toString('base64url')}-1`
  mkdirSync(join(dataDirectory, 'demo'), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  return password
}

function demoExtras(person: { email: string; password: string }): Extras {
  const demos: Demo[] = []
  return {
    async begin({ dataDirectory, coreUrl, progress }) {
      for (const [index, id] of pluginsWithDemo().entries()) {
        const prepared = await prepare(id, {
          dataDirectory,
          coreUrl,
          progress,
          port: await freePort(firstPort + index),
        })
        if (prepared) demos.push(prepared)
      }
      return Object.assign({}, ...demos.map(({ environment }) => environment))
    },
    async complete({ coreUrl, progress }) {
      const target = await signIn(coreUrl, person)
      for (const each of demos)
        await progress
          .during(`the conversations of ${each.title}`, each.fill({ baseUrl: coreUrl, ...target }))
          .catch((error: Error) =>
            progress.say(`${each.title}: the demo conversations are not complete (${error.message}).`),
          )
      return [
        `Demo account:     ${person.email} with the password ${person.password}`,
        ...demos.map(({ title, address }) => `${`${title}:`.padEnd(17)} ${address}`),
      ]
    },
    async end() {
      await Promise.allSettled(demos.map((each) => each.stop()))
    },
  }
}

const demoFile = (id: string) => join(pluginsDirectory, id, 'simulator', 'demo.ts')

const pluginsWithDemo = (): string[] =>
  existsSync(pluginsDirectory)
    ? readdirSync(pluginsDirectory)
        .sort()
        .filter((id) => existsSync(demoFile(id)))
    : []

async function prepare(
  id: string,
  {
    dataDirectory,
    coreUrl,
    progress,
    port,
  }: { dataDirectory: string; coreUrl: string; progress: Progress; port: number },
): Promise<Demo | undefined> {
  const folder = join(dataDirectory, 'demo', id)
  mkdirSync(folder, { recursive: true })
  try {
    const { prepareDemo } = (await import(pathToFileURL(demoFile(id)).href)) as { prepareDemo: PrepareDemo }
    return await prepareDemo({ folder, port, coreUrl, log: progress.say })
  } catch (error) {
    progress.say(`The simulator of ${id} does not start (${(error as Error).message}).`)
    return undefined
  }
}

async function signIn(coreUrl: string, person: { email: string; password: string }) {
  const answer = await fetch(`${coreUrl}/auth/sign_in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  })
  if (!answer.ok) throw new Error(`${person.email} cannot sign in (${answer.status})`)
  const { data } = (await answer.json()) as { data: { access_token: string; account_id: number } }
  return { apiToken: data.access_token, accountId: data.account_id }
}

const freePort = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', () =>
      port < firstPort + 100 ? freePort(port + 1).then(resolve, reject) : reject(new Error('No port is free')),
    )
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)))
  })
