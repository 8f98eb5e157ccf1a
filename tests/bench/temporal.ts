import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endProcess } from '@cordboard/core/services/end-process.ts'
import { findTemporal, startTemporal, temporalManners } from '@cordboard/core/services/temporal.ts'
import {
  programFolder,
  type TemporalSource,
  temporalSources,
  testServerSources,
} from '@cordboard/core/services/temporal-sources.ts'
import { freePort } from '../support/database.ts'
import { root } from './processes.ts'

export interface BenchTemporal {
  address: string
  namespace: string
  tls: false
  stop(): Promise<void>
}

/** A Temporal development server of the measurement's own. */
export async function startTemporalServer(): Promise<BenchTemporal> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-bench-temporal-'))
  const port = await freePort()
  let pid: number | undefined
  await startTemporal({
    program: await programOf(temporalSources, process.env.TEMPORAL_CLI_PATH),
    file: join(folder, 'temporal.db'),
    port,
    uiPort: await freePort(),
    namespace: 'default',
    report() {},
    spawned(child) {
      pid = child.pid
    },
  })
  return {
    address: `127.0.0.1:${port}`,
    namespace: 'default',
    tls: false,
    async stop() {
      if (pid !== undefined) await endProcess(pid, temporalManners)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Temporal's test server, whose time can be skipped. */
export const testServerProgram = () => programOf(testServerSources, process.env.TEMPORAL_TEST_SERVER_PATH)

async function programOf(sources: readonly TemporalSource[], cliPath: string | undefined): Promise<string> {
  const cacheFolder = await programFolder(root, join(root, '.cordboard'))
  const search = { cliPath, cacheFolder, signal: new AbortController().signal, say() {} }
  const { program, passedOver } = await findTemporal(search, sources)
  if (!program) throw new Error(`Temporal is nowhere to be had: ${passedOver.join('; ')}`)
  return program
}
