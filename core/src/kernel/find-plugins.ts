import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import satisfies from 'semver/functions/satisfies.js'
import { CordboardError } from '../errors.ts'
import { productVersion } from '../version.ts'
import { checkManifest } from './check-manifest.ts'
import { kernelError, reasonOf } from './errors.ts'
import type { Manifest } from './manifest.ts'

const manifestFile = 'cordboard.plugin.json'
const fallbackLanguage = 'en'

/** A plugin on disk. Without a manifest it has failed. */
export interface FoundPlugin {
  id: string
  folder: string
  manifest?: Manifest
  error?: CordboardError
}

/** Reads the plugins below `directory`, one a folder; folders without a manifest are no plugins. */
export async function findPlugins(directory: string): Promise<FoundPlugin[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name))
  const found = await Promise.all(folders.sort().map(readPlugin))
  return found.filter((plugin) => plugin !== undefined)
}

/** Reads the plugin in a folder; undefined when the folder holds none. */
export async function readPlugin(folder: string): Promise<FoundPlugin | undefined> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const id = folder.split(/[\\/]/).at(-1) as string
  try {
    const manifest = checkManifest(parse(text, id), `${id}/${manifestFile}`)
    await checkFolder(manifest, folder)
    return { id: manifest.id, folder, manifest }
  } catch (thrown) {
    const error = CordboardError.is(thrown) ? thrown : kernelError('manifest.unreadable', reasonOf(thrown))
    return { id, folder, error }
  }
}

function parse(text: string, id: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw kernelError('manifest.unreadable', `${id}/${manifestFile} is not JSON: ${reasonOf(cause)}`, { cause })
  }
}

async function checkFolder(manifest: Manifest, folder: string): Promise<void> {
  const { id, version, server, ui, workflows, engines, isolation, contributes } = manifest
  const published = await readFile(join(folder, 'package.json'), 'utf8').then(JSON.parse, () => undefined)
  if (published && published.version !== version)
    throw kernelError(
      'manifest.version',
      `Plugin "${id}": cordboard.plugin.json says ${version}, package.json says ${published.version}. Make them equal.`,
    )
  const modules = contributes.panels.map(
    ({ module }, index) => [`contributes.panels[${index}].module`, module] as const,
  )
  for (const [key, file] of [...Object.entries({ server, ui, 'workflows.entry': workflows?.entry }), ...modules]) {
    if (file === undefined) continue
    await access(join(folder, file)).catch(() => {
      throw kernelError('manifest.file', `Plugin "${id}": key "${key}" names ${file}, which is not there.`)
    })
  }
  await checkLabels(manifest, folder)
  if (!satisfies(productVersion, engines.cordboard, { includePrerelease: true }))
    throw kernelError(
      'plugin.engine',
      `Plugin "${id}" needs cordboard ${engines.cordboard}, this is ${productVersion}. Upgrade one of them.`,
    )
  if (isolation !== 'inline')
    throw kernelError(
      'plugin.isolation',
      `Plugin "${id}" asks for a process of its own, which this version does not offer. Set isolation to "inline" if you trust it.`,
    )
}

/** Every panel's title is a text of the language that the others fall back on. */
async function checkLabels({ id, contributes }: Manifest, folder: string): Promise<void> {
  const { panels, locales } = contributes
  if (panels.length === 0) return
  const file = `${locales}/${fallbackLanguage}.json`
  const texts: unknown =
    locales &&
    (await readFile(join(folder, file), 'utf8')
      .then(JSON.parse)
      .catch(() => undefined))
  for (const { label } of panels) {
    if (typeof texts === 'object' && texts !== null && label in texts) continue
    throw kernelError(
      'manifest.panel',
      `Plugin "${id}": ${file} has no text "${label}", which a panel is labelled with.`,
    )
  }
}
