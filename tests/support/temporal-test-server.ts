import { join } from 'node:path'
import { findTemporal } from '@cordboard/core/services/temporal.ts'
import { programFolder, testServerSources } from '@cordboard/core/services/temporal-sources.ts'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    temporalTestServer: string
  }
}

const root = join(import.meta.dirname, '../..')
const missing = 'missing: '

/** Vitest global set-up: finds Temporal's test server, whose time can be skipped. Starting it is up to the tests that need it. */
export default async function setup({ provide }: { provide(key: 'temporalTestServer', value: string): void }) {
  const { program, passedOver } = await findTemporal(
    {
      cliPath: process.env.TEMPORAL_TEST_SERVER_PATH,
      cacheFolder: await programFolder(root, join(root, '.cordboard')),
      signal: new AbortController().signal,
      say() {},
    },
    testServerSources,
  )
  const sentence = `Temporal’s test server is nowhere to be had (${passedOver.join('; ')}): set TEMPORAL_TEST_SERVER_PATH to its program.`
  provide('temporalTestServer', program ?? `${missing}${sentence}`)
}

/** Path of the program, or one sentence why there is none. */
export function testServerProgram(): string {
  const provided = inject('temporalTestServer')
  if (provided.startsWith(missing)) throw new Error(provided.slice(missing.length))
  return provided
}
