import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Rolldown } from 'vite'
import { type Budget, budgets, checkBudgets } from './budgets.ts'
import { compress } from './compress.ts'
import { modified, newestIn } from './modified.ts'
import { replaceFolder } from './replace-folder.ts'
import { sharedElements } from './shared.ts'
import { specifierOf } from './vite.vendor.config.ts'

const folder = import.meta.dirname
const dist = join(folder, 'dist')

/** What the server needs to write the page; `core/src/http/dashboard.ts` reads it. */
export interface Page {
  entry: string
  styles: string[]
  font: string | undefined
  imports: Record<string, string>
  /** Files that a first view needs, by the name of the view, in the order of need. */
  preload: Record<string, string[]>
}

/** Builds the dashboard unless the last build is newer than every source. Says whether it built. */
export async function buildUi({ force = false }: { force?: boolean } = {}): Promise<boolean> {
  if (!force && (await isFresh())) return false
  await replaceFolder(dist, fill)
  return true
}

async function fill(out: string): Promise<void> {
  const application = await run('vite.config.ts', out)
  const vendor = await run('vite.vendor.config.ts', join(out, 'vendor'))
  const graph = new Graph(application, vendor)
  const page = describePage(graph)
  await checkBudgets(budgets, (budget) => filesOf(graph, budget))
  await compress(out)
  for (const name of ['index.html', 'mark.svg']) await copyFile(join(folder, name), join(out, name))
  await writeFile(join(out, 'page.json'), JSON.stringify(page, null, 2))
}

async function run(configFile: string, outDir: string): Promise<Rolldown.RolldownOutput> {
  const { build } = await import('vite')
  // Packages are taken as for production whatever runs us: vitest says `test`, which would bring development copies.
  process.env.NODE_ENV = 'production'
  const result = await build({
    root: folder,
    configFile: join(folder, configFile),
    mode: 'production',
    build: { outDir },
  })
  return (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput
}

/** The chunks of both builds and who imports whom. */
class Graph {
  readonly #chunks = new Map<string, Rolldown.OutputChunk>()
  readonly #bases = new Map<string, string>()
  readonly shared: Record<string, string> = {}
  readonly assets: string[] = []

  constructor(application: Rolldown.RolldownOutput, vendor: Rolldown.RolldownOutput) {
    for (const [output, base] of [
      [application.output, '/ui/'],
      [vendor.output, '/ui/vendor/'],
    ] as const) {
      for (const file of output) {
        if (file.type === 'asset') this.assets.push(base + file.fileName)
        else this.#add(file, base)
      }
    }
  }

  #add(chunk: Rolldown.OutputChunk, base: string): void {
    const url = base + chunk.fileName
    this.#chunks.set(url, chunk)
    this.#bases.set(url, base)
    const specifier = base === '/ui/vendor/' && chunk.isEntry ? specifierOf(chunk.name) : undefined
    if (specifier) this.shared[specifier] = url
  }

  entryOf(source: string): string {
    for (const [url, chunk] of this.#chunks) if (chunk.facadeModuleId?.endsWith(source)) return url
    throw new Error(`The build has no chunk for ${source}`)
  }

  codeOf = (url: string): string => this.#chunks.get(url)?.code ?? ''

  /** Every file that the given ones load before they run. */
  closure(urls: readonly string[], seen = new Set<string>()): Set<string> {
    for (const url of urls) {
      const chunk = this.#chunks.get(url)
      if (!chunk || seen.has(url)) continue
      seen.add(url)
      const base = this.#bases.get(url) ?? ''
      this.closure(
        chunk.imports.map((name) => this.#resolve(name, base, url)),
        seen,
      )
    }
    return seen
  }

  #resolve(name: string, base: string, importer: string): string {
    if (this.#chunks.has(base + name)) return base + name
    const shared = this.shared[name]
    if (!shared) throw new Error(`${importer} imports "${name}", which the import map does not name`)
    return shared
  }
}

const filesOf = (graph: Graph, budget: Budget): { url: string; code: string }[] =>
  [...graph.closure(budget.sources.map((source) => graph.entryOf(source)))].map((url) => ({
    url,
    code: graph.codeOf(url),
  }))

function describePage(graph: Graph): Page {
  const { signIn, desk } = budgets
  return {
    entry: graph.entryOf('/src/main.ts'),
    styles: graph.assets.filter((url) => /\/main-[^/]*\.css$/.test(url)),
    font: graph.assets.find((url) => /onest-latin-[^e][^/]*\.woff2$/.test(url)),
    imports: { ...graph.shared, ...elementsOf(graph) },
    preload: {
      signIn: filesOf(graph, signIn).map(({ url }) => url),
      desk: filesOf(graph, desk).map(({ url }) => url),
    },
  }
}

const elementsOf = (graph: Graph): Record<string, string> =>
  Object.fromEntries(Object.entries(sharedElements).map(([name, file]) => [name, graph.entryOf(`/ui/${file}`)]))

async function isFresh(): Promise<boolean> {
  const built = await modified(join(dist, 'page.json'))
  return built !== undefined && (await newestSource()) < built
}

async function newestSource(): Promise<number> {
  const roots = [
    'src',
    'lean',
    'locales',
    'fonts',
    'index.html',
    'mark.svg',
    'build.ts',
    'budgets.ts',
    'shared.ts',
    'package.json',
  ]
  const configs = ['vite.config.ts', 'vite.vendor.config.ts']
  const times = await Promise.all([...roots, ...configs].map((name) => newestIn(join(folder, name))))
  return Math.max(...times)
}

if (import.meta.main) {
  const started = performance.now()
  const built = await buildUi({ force: process.argv.includes('--force') })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(built ? `Built the dashboard in ${seconds} s` : 'The dashboard is up to date')
}
