import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What a plugin adds to the bundle. */
export interface PluginWorkflows {
  id: string
  folder: string
  /** `workflows.entry` of its manifest, relative to the folder. */
  entry: string
}

export const entryOf = ({ folder, entry }: PluginWorkflows): string => join(folder, entry)

/**
 * Whether the tables of a plugin are what they should be. Loaded once outside the sandbox, where a mistake hurts nobody:
 * inside, code that throws while it is loaded would take every process with it.
 */
export async function checkTables(plugin: PluginWorkflows): Promise<void> {
  const { onboarding, health } = (await import(pathToFileURL(entryOf(plugin)).href)) as Record<string, Table>
  if (!onboarding) throw new Error(`${plugin.entry} does not export \`onboarding\``)
  for (const name of ['begin', 'learn', 'decide', 'describe'])
    if (typeof onboarding[name] !== 'function')
      throw new Error(`\`onboarding.${name}\` of ${plugin.entry} is no function`)
  if (health && typeof health.watch !== 'function')
    throw new Error(`\`health.watch\` of ${plugin.entry} is no function`)
}

type Table = Record<string, unknown> | undefined
