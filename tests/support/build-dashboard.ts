import { join } from 'node:path'
import { buildUi } from '../../ui/build.ts'
import { buildPanels } from '../../ui/build-panels.ts'

const root = join(import.meta.dirname, '../..')

/** Vitest global set-up: builds the dashboard and the panels once if they changed, before several journeys would at the same time. */
export default async function setup(): Promise<void> {
  const environment = process.env.NODE_ENV
  await buildUi()
  for (const plugins of ['plugins', 'tests/support/plugins']) await buildPanels(join(root, plugins))
  process.env.NODE_ENV = environment
}
