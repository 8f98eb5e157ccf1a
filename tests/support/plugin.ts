import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A plugin written for one test: a folder of its own with a manifest and a server module. */
export interface WrittenPlugin {
  id: string
  folder: string
}

/** Keys of the manifest beyond the usual ones, and the body of `setup(context)` as source text. */
export interface PluginText {
  manifest?: Record<string, unknown>
  /** What `setup` does; `context` is in scope. */
  setup?: string
  /** The whole server module in place of `setup`. */
  server?: string
  /** Further files by path. */
  files?: Record<string, string>
}

/** A folder for plugins of a test, removed by `remove`. */
export async function pluginFolder(): Promise<{
  path: string
  write(id: string, text?: PluginText): Promise<WrittenPlugin>
  remove(): Promise<void>
}> {
  const path = await mkdtemp(join(tmpdir(), 'cordboard-plugins-'))
  return {
    path,
    write: (id, text = {}) => writePlugin(join(path, id), id, text),
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** Writes a plugin into `folder`; modules in it import nothing of ours, so it may lie anywhere. */
export async function writePlugin(folder: string, id: string, text: PluginText): Promise<WrittenPlugin> {
  const { manifest = {}, setup = '', server = serverModule(setup), files = {} } = text
  const whole = {
    id,
    name: id,
    version: '1.0.0',
    engines: { cordboard: '*' },
    isolation: 'inline',
    defaultEnabled: true,
    permissions: [],
    server: './server.mjs',
    ...manifest,
  }
  const all = { 'cordboard.plugin.json': JSON.stringify(whole), 'server.mjs': server, ...files }
  for (const [name, content] of Object.entries(all)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return { id, folder }
}

const serverModule = (setup: string) => `export default { async setup(context) {
  const { hooks } = context
  ${setup}
} }
`
