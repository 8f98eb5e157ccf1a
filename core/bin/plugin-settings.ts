import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { read } from '../src/configuration/read-settings.ts'
import type { SettingGroup } from '../src/configuration/reference.ts'
import { httpAddress, type SettingDescription, text } from '../src/configuration/setting.ts'
import { pluginsDirectory } from './places.ts'

/** A row of `plugins/<id>/environment.json`. `format: "url"` asks for an http address. */
interface PluginSetting extends SettingDescription {
  format?: 'url'
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
    read({ ...setting, parse: setting.format === 'url' ? httpAddress : text }, environment[setting.name])
  }
}
