import { parseArgs } from 'node:util'
import { configurationOf } from '../../src/configuration/configuration.ts'
import { readSettings } from '../../src/configuration/read-settings.ts'
import type { Settings } from '../../src/configuration/settings.ts'
import { createHealth } from '../../src/observe/health.ts'
import { databaseProbe, registryProbe, temporalProbe } from '../../src/observe/probes.ts'
import { type Serving, serve } from '../../src/serve.ts'
import { prepareDataDirectory } from '../../src/services/data-directory.ts'
import { askedToEnd, tellProblem, tellReady } from '../../src/services/node-program.ts'
import { pluginsDirectory, version } from '../places.ts'
import { checkPluginSettings } from '../plugin-settings.ts'

const leastMegabytes = 20
const longestFarewell = 4200

/** `cordboard all`: web and worker in one process, on a database that runs elsewhere. */
export async function all(words: string[]): Promise<void> {
  parseArgs({ args: words, options: {} })
  const asked = askedToEnd()
  const serving = await begin().catch(tellProblem)
  if (!serving) return
  serving.ready.then(tellReady, tellProblem)
  await asked
  setTimeout(() => process.exit(1), longestFarewell).unref()
  await serving.stop()
  process.exit(0)
}

async function begin(): Promise<Serving> {
  const settings = readSettings(process.env)
  checkPluginSettings(process.env)
  await prepareDataDirectory(settings.dataDirectory, leastMegabytes)
  const configuration = configurationOf(settings, { environment: process.env, pluginsDirectory })
  const { temporal, databaseUrl, registryUrl } = configuration
  const target = temporal.address && {
    address: temporal.address,
    tls: settings.temporalTls,
    apiKey: settings.temporalApiKey,
  }
  const health = createHealth(version, {
    database: databaseProbe(databaseUrl),
    temporal: temporalProbe(target || undefined, temporal),
    registry: registryProbe(registryUrl),
  })
  return serve(configuration, { health, firstAdministrator: firstAdministratorOf(settings) })
}

const firstAdministratorOf = ({ adminEmail, adminPassword }: Settings) =>
  adminEmail && adminPassword ? { email: adminEmail, password: adminPassword } : undefined
