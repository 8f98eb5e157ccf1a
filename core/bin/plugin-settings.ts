import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { read } from '../src/configuration/read-settings.ts'
import type { SettingGroup } from '../src/configuration/reference.ts'
import { fitting, httpAddress, type SettingDescription, text } from '../src/configuration/setting.ts'
import { pluginsDirectory } from './places.ts'

/** A row of `plugins/<id>/environment.json`. */
interface PluginSetting extends SettingDescription {
  /** Asks for an http address. */
  format?: 'url'
  /** A regular expression that the whole value fits, and how a person is told: "must be …". */
  pattern?: string
  expected?: string
}

/** The environment variables that the plugins in the tree describe, plugin by plugin. */
export const pluginSettings = (): SettingGroup[] =>
  existsSync(pluginsDirectory)
    ? readdirSync(pluginsDirectory)
        .sort()
        .map((id) => ({ id, file: join(pluginsDirectory, id, 'environment.json') }))
        .filter(({ file }) => existsSync(file))
        .map(({ id, file }) => ({
          title: `Plugin ${id}`,
          settings: JSON.parse(readFileSync(file, 'utf8')) as PluginSetting[],
        }))
    : []

/** Stops the start with a sentence where a plugin's variable is not what its description says. */
export function checkPluginSettings(environment: Readonly<Record<string, string | undefined>>): void {
  for (const setting of pluginSettings().flatMap((group) => group.settings as PluginSetting[])) {
    read({ ...setting, parse: parserOf(setting) }, environment[setting.name])
  }
}

function parserOf({ format, pattern, expected }: PluginSetting): (value: string) => string {
  if (format === 'url') return httpAddress
  return pattern === undefined ? text : fitting(new RegExp(`^(?:${pattern})$`), `must be ${expected}`)
}
