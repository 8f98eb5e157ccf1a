import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { checkTables, entryOf, type PluginWorkflows } from './plugin-workflows.ts'

export interface Bundle {
  /** File with the code of all workflows. */
  codePath: string
  /** Plugins whose tables could not be taken in, with the reason. */
  leftOut: { id: string; error: Error }[]
}

const root = join(import.meta.dirname, '..')
/** Packages are looked for from here; nothing in it is worth keeping. */
const usualFolder = join(root, 'generated')
const sdk = fileURLToPath(import.meta.resolve('@cordboard/plugin-sdk/onboarding'))
const keptBundles = 16

/**
 * One bundle of the loop and all plugins' tables. Made once for the same sources; a plugin that breaks it is left out, so
 * that the others go on.
 */
export async function bundleWorkflows(plugins: readonly PluginWorkflows[], folder = usualFolder): Promise<Bundle> {
  const leftOut: Bundle['leftOut'] = []
  const sound: PluginWorkflows[] = []
  for (const plugin of [...plugins].sort((one, other) => one.id.localeCompare(other.id)))
    await checkTables(plugin).then(
      () => sound.push(plugin),
      (error: Error) => leftOut.push({ id: plugin.id, error }),
    )
  await mkdir(folder, { recursive: true })
  try {
    return { codePath: await bundled(sound, folder), leftOut }
  } catch (error) {
    const { good, bad } = await sift(sound, folder)
    if (bad.length === 0) throw error
    return { codePath: await bundled(good, folder), leftOut: [...leftOut, ...bad] }
  }
}

/** Which plugins can be bundled alone. */
async function sift(plugins: readonly PluginWorkflows[], folder: string) {
  const good: PluginWorkflows[] = []
  const bad: Bundle['leftOut'] = []
  for (const plugin of plugins)
    await bundled([plugin], folder).then(
      () => good.push(plugin),
      (error: Error) => bad.push({ id: plugin.id, error }),
    )
  return { good, bad }
}

async function bundled(plugins: readonly PluginWorkflows[], folder: string): Promise<string> {
  const text = entryText(plugins)
  const key = await keyOf(text, plugins)
  const codePath = join(folder, `${key}.js`)
  if (await stat(codePath).catch(() => undefined)) return codePath
  const entry = join(folder, `${key}.ts`)
  await writeFile(entry, text)
  const problems: string[] = []
  const logger = new DefaultLogger('WARN', ({ level, message }) => {
    if (level === 'ERROR') problems.push(message)
  })
  const { code } = await bundleWorkflowCode({
    workflowsPath: entry,
    logger,
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, alias: { ...config.resolve?.alias, '@cordboard/plugin-sdk/onboarding': sdk } },
    }),
  }).catch((error: Error) => {
    throw new Error([error.message, ...problems].join('\n'))
  })
  // Last, and whole: another worker may look for it at the same time.
  const draft = `${codePath}.${process.pid}`
  await writeFile(draft, code)
  await rename(draft, codePath)
  await prune(folder)
  return codePath
}

const entryText = (plugins: readonly PluginWorkflows[]): string => {
  const table = (part: string) =>
    plugins.map(({ id }, index) => `  ${JSON.stringify(id)}: plugin${index}.${part},\n`).join('')
  return [
    `import { healthOf, onboardingOf } from ${JSON.stringify(join(root, 'src/index.ts'))}\n`,
    ...plugins.map((plugin, index) => `import * as plugin${index} from ${JSON.stringify(entryOf(plugin))}\n`),
    `export const channelOnboarding = onboardingOf({\n${table('onboarding')}})\n`,
    `export const channelHealth = healthOf({\n${table('health')}})\n`,
  ].join('')
}

/** The same for the same sources, and only then. */
async function keyOf(text: string, plugins: readonly PluginWorkflows[]): Promise<string> {
  const hash = createHash('sha256')
    .update(text)
    .update(await readFile(join(root, 'package.json')))
  for (const folder of [join(root, 'src'), dirname(sdk), ...plugins.map((plugin) => dirname(entryOf(plugin)))])
    for (const file of await sourcesIn(folder)) hash.update(file).update(await readFile(join(folder, file)))
  return hash.digest('hex').slice(0, 24)
}

const sourcesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name) && !/\.test\./.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

/** The latest few stay: a worker that goes on with older plugins still finds its own. */
async function prune(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.js'))
  const dated = await Promise.all(
    files.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
  )
  for (const { name } of dated.sort((one, other) => other.at - one.at).slice(keptBundles))
    for (const file of [name, name.replace(/\.js$/, '.ts')]) await rm(join(folder, file), { force: true })
}
