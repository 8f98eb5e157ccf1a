import { pluginsDirectory, version } from '../../core/bin/places.ts'
import { configurationOf } from '../../core/src/configuration/configuration.ts'
import { readSettings } from '../../core/src/configuration/read-settings.ts'
import { createHealth } from '../../core/src/observe/health.ts'
import { databaseProbe, registryProbe, temporalProbe } from '../../core/src/observe/probes.ts'
import { serve } from '../../core/src/serve.ts'

/** `cordboard all`, with the plugin folders of `BENCH_PLUGIN_FOLDERS` beside the shipped ones. */
const settings = readSettings(process.env)
const configuration = {
  ...configurationOf(settings, { environment: process.env, pluginsDirectory }),
  pluginFolders: (process.env.BENCH_PLUGIN_FOLDERS ?? '').split(':').filter(Boolean),
}
const serving = await serve(configuration, {
  health: createHealth(version, {
    database: databaseProbe(configuration.databaseUrl),
    temporal: temporalProbe(undefined, configuration.temporal),
    registry: registryProbe(undefined),
  }),
})
process.once('SIGTERM', () => serving.stop().finally(() => process.exit(0)))
await serving.ready
