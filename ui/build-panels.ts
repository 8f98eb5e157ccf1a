import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Rolldown } from 'vite'
import { compress } from './compress.ts'
import { modified, newestIn } from './modified.ts'
import { replaceFolder } from './replace-folder.ts'
import { shared, sharedElements } from './shared.ts'

/** What the server needs to know of a build; `core/src/panels/panel-build.ts` reads it. */
interface PanelBuild {
  panels: Record<string, { file: string; integrity: string }>
  /** What every script must be, by its name. */
  integrity: Record<string, string>
  locales: Record<string, string>
  files: string[]
}

interface PluginSource {
  id: string
  folder: string
  version: string
  panels: { id: string; module: string }[]
  locales: string | undefined
}

/** Builds the panels of the plugins below `directory` whose sources are newer than their last build. Answers with their ids. */
export async function buildPanels(directory: string, { force = false }: { force?: boolean } = {}): Promise<string[]> {
  const built: string[] = []
  for (const plugin of await pluginsWithPanels(directory)) {
    if (!force && (await isFresh(plugin))) continue
    await buildPlugin(plugin)
    built.push(plugin.id)
  }
  return built
}

async function pluginsWithPanels(directory: string): Promise<PluginSource[]> {
  const folders = await readdir(directory).catch(() => [])
  const plugins = await Promise.all(folders.sort().map((name) => readSource(join(directory, name))))
  return plugins.filter((plugin) => plugin !== undefined)
}

// A manifest that is wrong is the server's to report: it says so at the start, and runs without that plugin.
async function readSource(folder: string): Promise<PluginSource | undefined> {
  const manifest = await readFile(join(folder, 'cordboard.plugin.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined)
  const { panels, locales } = manifest?.contributes ?? {}
  const sources = Array.isArray(panels) ? panels.filter(({ module }) => /\.ts$/.test(module)) : []
  return sources.length > 0
    ? { id: manifest.id, version: manifest.version, folder, panels: sources, locales }
    : undefined
}

const folderOf = ({ folder }: PluginSource) => join(folder, 'dist', 'ui')

async function isFresh(plugin: PluginSource): Promise<boolean> {
  const builtAt = await modified(join(folderOf(plugin), 'panels.json'))
  if (builtAt === undefined) return false
  const roots = ['ui', plugin.locales ?? 'locales', 'cordboard.plugin.json'].map((name) => join(plugin.folder, name))
  const builders = ['build-panels.ts', 'shared.ts', 'package.json'].map((name) => join(import.meta.dirname, name))
  return Math.max(...(await Promise.all([...roots, ...builders].map(newestIn)))) < builtAt
}

async function buildPlugin(plugin: PluginSource): Promise<void> {
  const files = await bundle(plugin)
  for (const file of files) check(plugin, file)
  await mkdir(join(plugin.folder, 'dist'), { recursive: true })
  await replaceFolder(folderOf(plugin), (out) => write(plugin, files, out))
}

async function write(plugin: PluginSource, files: Rolldown.RolldownOutput['output'], out: string): Promise<void> {
  const panels: PanelBuild['panels'] = {}
  const integrity: PanelBuild['integrity'] = {}
  const names: string[] = []
  for (const file of files) {
    const content = file.type === 'chunk' ? file.code : file.source
    await put(join(out, file.fileName), content)
    names.push(file.fileName)
    if (file.type !== 'chunk') continue
    const hash = `sha384-${createHash('sha384').update(content).digest('base64')}`
    integrity[file.fileName] = hash
    if (file.isEntry) panels[file.name] = { file: file.fileName, integrity: hash }
  }
  const locales = await copyLocales(plugin, out)
  await compress(out)
  const build: PanelBuild = { panels, integrity, locales, files: [...names, ...Object.values(locales)] }
  await writeFile(join(out, 'panels.json'), JSON.stringify(build, null, 2))
}

async function bundle({ id, folder, version, panels }: PluginSource): Promise<Rolldown.RolldownOutput['output']> {
  const { build } = await import('vite')
  process.env.NODE_ENV = 'production'
  const result = await build({
    configFile: false,
    root: folder,
    base: `/plugins/${id}/${version}/ui/`,
    mode: 'production',
    logLevel: 'warn',
    publicDir: false,
    // Decorators and fields as in the dashboard, whether or not the plugin has a tsconfig of its own.
    tsconfig: join(import.meta.dirname, 'tsconfig.json'),
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: Object.fromEntries(panels.map((panel) => [panel.id, join(folder, panel.module)])),
        preserveEntrySignatures: 'strict',
        external: shared,
        output: {
          entryFileNames: '[name]-[hash].js',
          chunkFileNames: '[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  })
  return (result as Rolldown.RolldownOutput).output
}

const litPackages = /\/node_modules\/(lit|lit-html|lit-element|@lit\/[^/]+)\//
const ownSources = `${import.meta.dirname}/src/`

/** What a panel shares with the page it must not bring along: two copies of an element or of Lit do not know each other. */
function check({ id }: PluginSource, file: Rolldown.OutputChunk | Rolldown.OutputAsset): void {
  if (file.type !== 'chunk') return
  const bundled = file.moduleIds.find((module) => litPackages.test(module) || module.startsWith(ownSources))
  if (bundled)
    throw new Error(
      `The panels of ${id} bundle ${bundled.replace(/.*\/(node_modules|ui\/src)\//, '')}. Import it by its shared name.`,
    )
  for (const name of file.imports)
    if (name.startsWith('@cordboard/ui') && !(name in sharedElements))
      throw new Error(`The panels of ${id} import ${name}, which is not shared. ui/package.json lists what is.`)
}

async function copyLocales({ folder, locales }: PluginSource, out: string): Promise<PanelBuild['locales']> {
  if (!locales) return {}
  const copied: PanelBuild['locales'] = {}
  for (const name of (await readdir(join(folder, locales))).sort()) {
    const [, language] = /^([a-z]{2,3}(?:[-_][A-Za-z]+)?)\.json$/.exec(name) ?? []
    if (!language) continue
    const text = await readFile(join(folder, locales, name), 'utf8')
    copied[language] = `locale-${language}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.json`
    await put(join(out, copied[language]), text)
  }
  return copied
}

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, content)
}
