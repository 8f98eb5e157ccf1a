import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { StartProblem } from '../../src/configuration/start-problem.ts'
import { pluginsDirectory, root } from '../places.ts'

type BuildUi = (options: { force: boolean }) => Promise<boolean>
type BuildPanels = (directory: string, options: { force: boolean }) => Promise<string[]>

/** `cordboard build [--force]`: builds the dashboard and the plugins' panels where sources are newer than the last build. */
export async function build(words: string[]): Promise<void> {
  const { values } = parseArgs({ args: words, options: { force: { type: 'boolean', default: false } } })
  const folder = join(root, 'ui')
  if (!existsSync(join(folder, 'build.ts'))) return
  const { buildUi } = await load<{ buildUi: BuildUi }>(join(folder, 'build.ts'))
  const { buildPanels } = await load<{ buildPanels: BuildPanels }>(join(folder, 'build-panels.ts'))
  try {
    if (await buildUi(values)) process.stdout.write('The dashboard is built.\n')
    const ids = await buildPanels(pluginsDirectory, values)
    if (ids.length > 0) process.stdout.write(`Built the panels of ${ids.join(', ')}.\n`)
  } catch (error) {
    throw new StartProblem((error as Error).message)
  }
}

// Core knows no other package's code: what is built with is found at run time.
const load = async <Module>(file: string): Promise<Module> => (await import(pathToFileURL(file).href)) as Module
