import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CordboardError } from '../errors.ts'
import type { PluginContext } from './context.ts'
import { kernelError, reasonOf } from './errors.ts'
import type { FoundPlugin } from './find-plugins.ts'
import type { Manifest } from './manifest.ts'
import { within } from './within.ts'

const importMilliseconds = 10_000

/** The default export of a server module. */
export interface PluginModule {
  setup(context: PluginContext): unknown
}

export interface LoadedPlugin {
  id: string
  folder: string
  manifest: Manifest
  module: PluginModule
}

/** Imports the server module anew for a generation: the number in the address makes Node read changed files. */
export async function importPlugin(
  { id, folder, manifest }: FoundPlugin & { manifest: Manifest },
  generation: number,
): Promise<LoadedPlugin> {
  const { server } = manifest
  if (!server) return { id, folder, manifest, module: { setup: () => {} } }
  const address = `${pathToFileURL(join(folder, server)).href}?g=${generation}`
  const timeout = () =>
    kernelError('plugin.importTimeout', `Plugin "${id}": ${server} did not load in ${importMilliseconds / 1000} s.`)
  const exported = await within<Record<string, unknown>>(import(address), importMilliseconds, timeout).catch(
    (cause) => {
      if (CordboardError.is(cause)) throw cause
      throw kernelError('plugin.import', `Plugin "${id}": ${server} can not be imported: ${reasonOf(cause)}`, { cause })
    },
  )
  return { id, folder, manifest, module: moduleOf(exported, id, server) }
}

function moduleOf(exported: Record<string, unknown>, id: string, server: string): PluginModule {
  if ('module.exports' in exported || server.endsWith('.cjs'))
    throw kernelError('plugin.notModule', `Plugin "${id}": ${server} is CommonJS. Publish an ES module.`)
  const module = exported.default as Partial<PluginModule> | null | undefined
  if (typeof module?.setup !== 'function')
    throw kernelError(
      'plugin.noDefault',
      `Plugin "${id}": ${server} has no default export with a setup function. Export definePlugin({...}) as default.`,
    )
  return module as PluginModule
}
