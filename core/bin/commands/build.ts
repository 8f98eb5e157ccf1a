import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { StartProblem } from '../../src/configuration/start-problem.ts'
import { root } from '../places.ts'

type BuildUi = (options: { force: boolean }) => Promise<boolean>

/** `cordboard build [--force]`: builds the dashboard where its sources are newer than the last build. */
export async function build(words: string[]): Promise<void> {
  const { values } = parseArgs({ args: words, options: { force: { type: 'boolean', default: false } } })
  const script = join(root, 'ui', 'build.ts')
  if (!existsSync(script)) return
  const { buildUi } = (await import(pathToFileURL(script).href)) as { buildUi: BuildUi }
  const isNew = await buildUi({ force: values.force }).catch((error: Error) => {
    throw new StartProblem(error.message)
  })
  if (isNew) process.stdout.write('The dashboard is built.\n')
}
