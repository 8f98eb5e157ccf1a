import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findTemporal } from '@cordboard/core/services/temporal.ts'
import {
  programFolder,
  type TemporalSource,
  temporalSources,
  testServerSources,
} from '@cordboard/core/services/temporal-sources.ts'
import type { Connection } from '@temporalio/client'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { historyOf, type Scenario, scenarios } from './test/support/scenarios.ts'
import { prepareNamespace, searchAttributes } from './worker/prepare-namespace.ts'

/** `node workflows/record-histories.ts [name …]`: records how the processes of today run. See the README beside it. */
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } })
const root = join(import.meta.dirname, '..')
const folder = join(import.meta.dirname, 'histories')
const asked = process.argv.slice(2)
const wanted = scenarios.filter(({ name }) => asked.length === 0 || asked.includes(name))
await mkdir(folder, { recursive: true })
await record(
  wanted.filter(({ skipsTime }) => !skipsTime),
  async () => {
    const environment = await TestWorkflowEnvironment.createLocal({
      server: { executable: await programOf(temporalSources, process.env.TEMPORAL_CLI_PATH) },
    })
    await prepareNamespace(environment.connection as Connection, 'default')
    return environment
  },
)
await record(
  wanted.filter(({ skipsTime }) => skipsTime),
  async () => {
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: await programOf(testServerSources, process.env.TEMPORAL_TEST_SERVER_PATH) },
    })
    await environment.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes })
    return environment
  },
)
process.exit(0)

async function record(chosen: readonly Scenario[], start: () => Promise<TestWorkflowEnvironment>): Promise<void> {
  if (chosen.length === 0) return
  const environment = await start()
  try {
    for (const scenario of chosen) {
      const history = historyToJSON(await historyOf(environment, scenario))
      const text = typeof history === 'string' ? history : JSON.stringify(history)
      await writeFile(join(folder, `${scenario.name}.json`), `${JSON.stringify(JSON.parse(text, anywhere))}\n`)
      process.stdout.write(`${scenario.name}\n`)
    }
  } finally {
    await environment.teardown()
  }
}

/** What only says on which machine it was recorded is left out. */
function anywhere(key: string, value: unknown): unknown {
  if (key === 'stackTrace') return undefined
  return key === 'identity' && typeof value === 'string' ? 'worker' : value
}

async function programOf(sources: readonly TemporalSource[], cliPath: string | undefined) {
  const cacheFolder = await programFolder(root, join(root, '.cordboard'))
  const search = { cliPath, cacheFolder, signal: new AbortController().signal, say() {} }
  const { program, passedOver } = await findTemporal(search, sources)
  if (!program) throw new Error(`Temporal is nowhere to be had: ${passedOver.join('; ')}`)
  return { type: 'existing-path' as const, path: program }
}
