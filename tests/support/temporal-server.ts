import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, watch } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endProcess } from '@cordboard/core/services/end-process.ts'
import { findTemporal, startTemporal, temporalManners } from '@cordboard/core/services/temporal.ts'
import { programFolder } from '@cordboard/core/services/temporal-sources.ts'
import { inject } from 'vitest'
import { freePort } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder through which the tests of a run ask for the Temporal server that they share. */
    temporalServer: string
  }
}

const root = join(import.meta.dirname, '..', '..')
const longestWait = 180_000

/** Vitest global set-up: one Temporal server for all tests of a run, started when the first of them asks, gone afterwards. */
export default async function setup({ provide }: { provide(key: 'temporalServer', value: string): void }) {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-test-temporal-'))
  let server: Promise<number | undefined> | undefined
  const watcher = watch(folder, (_event, name) => {
    if (name === 'wanted') server ??= begin(folder)
  })
  provide('temporalServer', folder)
  return async () => {
    watcher.close()
    const pid = await server
    if (pid !== undefined) await endProcess(pid, temporalManners)
    await rm(folder, { recursive: true, force: true })
  }
}

const starts = 3

/** A port that was free a moment ago may be taken meanwhile: then others are tried. */
async function begin(folder: string): Promise<number | undefined> {
  let outcome = ''
  let pid: number | undefined
  for (let attempt = 1; attempt <= starts && !isAddress(outcome); attempt++) {
    const port = await freePort()
    const options = {
      port,
      uiPort: await freePort(),
      file: join(folder, `temporal-${attempt}.db`),
      namespace: 'default',
      report() {},
      spawned(child: { pid?: number | undefined }) {
        pid = child.pid
      },
    }
    outcome = await temporalProgram()
      .then((program) => startTemporal({ ...options, program }))
      .then(
        () => `127.0.0.1:${port}`,
        (error: Error) => `The Temporal server of the tests does not start: ${error.message}`,
      )
  }
  await writeFile(join(folder, 'outcome.draft'), outcome)
  await rename(join(folder, 'outcome.draft'), join(folder, 'outcome'))
  return pid
}

const isAddress = (text: string): boolean => /^[\d.]+:\d+$/.test(text)

/** The Temporal CLI, from wherever the product itself gets it. */
export async function temporalProgram(): Promise<string> {
  const { program, passedOver } = await findTemporal({
    cliPath: process.env.TEMPORAL_CLI_PATH,
    cacheFolder: await programFolder(root, join(root, '.cordboard')),
    signal: new AbortController().signal,
    say() {},
  })
  if (program === undefined) throw new Error(passedOver.join('; '))
  return program
}

/** Address of the Temporal server that the tests of this run share. */
export async function sharedTemporal(): Promise<string> {
  const folder = inject('temporalServer')
  const outcome = join(folder, 'outcome')
  await writeFile(join(folder, 'wanted'), '')
  const deadline = performance.now() + longestWait
  while (!existsSync(outcome)) {
    if (performance.now() > deadline) throw new Error('The Temporal server of the tests does not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const answer = readFileSync(outcome, 'utf8')
  if (!isAddress(answer)) throw new Error(answer)
  return answer
}

/** A namespace of its own on that server, with our search attributes: ids of other tests are not met there. */
export async function makeNamespace(address: string): Promise<string> {
  const { Connection } = await import('@temporalio/client')
  const { prepareNamespace } = await import('../../workflows/worker/prepare-namespace.ts')
  const namespace = `test-${randomUUID()}`
  const connection = await Connection.connect({ address })
  try {
    // The server knows a new namespace everywhere only after a moment.
    for (let tries = 100; ; tries--) {
      try {
        await prepareNamespace(connection, namespace)
        return namespace
      } catch (error) {
        if (tries === 0) throw error
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  } finally {
    await connection.close()
  }
}
