import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What the build of a plugin's panels leaves beside its files, in `dist/ui/panels.json`. */
export interface PanelBuild {
  /** Built modules by the panel's id. */
  panels: Record<string, { file: string; integrity: string }>
  /** What every script must be, by its name. */
  integrity: Record<string, string>
  /** Texts by language. */
  locales: Record<string, string>
  /** Every file that may be asked for. */
  files: string[]
}

interface Known {
  builtAt: number
  build: PanelBuild
}

const known = new Map<string, Known>()

/** Where a file of a build is asked for. */
export const fileAddress = ({ id, version }: { id: string; version: string }, file: string): string =>
  `/plugins/${id}/${version}/ui/${file}`

export const builtFolder = (pluginFolder: string): string => join(pluginFolder, 'dist', 'ui')

/** Reads the build of a plugin; a new one while the server runs is seen by its time. Undefined where none is there. */
export async function readPanelBuild(pluginFolder: string): Promise<PanelBuild | undefined> {
  const file = join(builtFolder(pluginFolder), 'panels.json')
  const builtAt = await stat(file).then(
    (found) => found.mtimeMs,
    () => undefined,
  )
  if (builtAt === undefined) return undefined
  const last = known.get(file)
  if (last?.builtAt === builtAt) return last.build
  const build: PanelBuild = JSON.parse(await readFile(file, 'utf8'))
  known.set(file, { builtAt, build })
  return build
}
