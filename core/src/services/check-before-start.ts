import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../configuration/settings.ts'
import { StartProblem } from '../configuration/start-problem.ts'
import { prepareDataDirectory } from './data-directory.ts'
import { checkDatabase } from './database-check.ts'
import { endProcess } from './end-process.ts'
import { type KnownProcess, removePidFile, runningProcesses } from './pid-file.ts'
import { claimPorts, type PlannedPort } from './ports.ts'
import { postgresManners } from './postgres.ts'
import type { Progress } from './progress.ts'

const firstStart = 300
const laterStart = 50
const farewell = 6000

export interface CheckContext {
  settings: Settings
  dataDirectory: string
  runFolder: string
  progress: Progress
}

/** Everything that can be known to be wrong before anything is started, one sentence each. */
export async function checkBeforeStart({ settings, dataDirectory, runFolder, progress }: CheckContext): Promise<void> {
  await prepareDataDirectory(dataDirectory, existsSync(join(dataDirectory, 'postgres')) ? laterStart : firstStart)
  await endLeftBehind(runFolder, dataDirectory, progress)
  await claimPorts(plannedPorts(settings))
  if (settings.databaseUrl) await progress.during('the database', checkDatabase(settings.databaseUrl))
}

// Of a start that was killed. What a start that still runs has started is left alone.
async function endLeftBehind(runFolder: string, dataDirectory: string, progress: Progress): Promise<void> {
  const running = runningProcesses(runFolder).filter(({ pid }) => pid !== process.pid)
  const supervisor = running.find(({ name }) => name === 'supervisor')
  if (supervisor)
    throw new StartProblem(
      `Cordboard already runs with the data directory ${dataDirectory} (process ${supervisor.pid}): ` +
        'stop it first, or set CORDBOARD_DATA_DIR to another folder.',
    )
  if (running.length > 0) {
    const names = running.map(({ name, pid }) => `${name} (${pid})`).join(', ')
    progress.say(`Ending what an earlier start left running: ${names} …`)
  }
  await progress.during('processes of an earlier start', Promise.all(running.map((process) => end(runFolder, process))))
}

async function end(runFolder: string, { name, pid }: KnownProcess): Promise<void> {
  await endProcess(pid, name === 'PostgreSQL' ? postgresManners : [{ signal: 'SIGTERM', patience: farewell }])
  removePidFile(runFolder, name)
}

function plannedPorts(settings: Settings): PlannedPort[] {
  const ports: PlannedPort[] = [
    { port: settings.port, setting: 'PORT', host: settings.host, purpose: 'the dashboard and the API' },
  ]
  if (!settings.databaseUrl)
    ports.push({ port: settings.postgresPort, setting: 'CORDBOARD_POSTGRES_PORT', purpose: 'PostgreSQL' })
  if (!settings.temporalAddress)
    ports.push(
      { port: settings.temporalPort, setting: 'CORDBOARD_TEMPORAL_PORT', purpose: 'Temporal' },
      { port: settings.temporalUiPort, setting: 'CORDBOARD_TEMPORAL_UI_PORT', purpose: 'the Temporal UI' },
    )
  if (!settings.registryUrl)
    ports.push({ port: settings.registryPort, setting: 'CORDBOARD_REGISTRY_PORT', purpose: 'the plugin registry' })
  return ports
}
