import type { Core } from '../../core.ts'
import type { PluginDescription } from '../../kernel/kernel.ts'
import { pluginSettings, secretSettings } from '../../kernel/plugin-settings.ts'

/** A plugin's settings for its form. Of secrets it only says whether they are set. */
export async function showSettings(core: Core, accountId: number, { id }: PluginDescription) {
  const manifest = core.kernel.manifest(id)
  if (!manifest?.settings) return { schema: null, settings: {}, secrets: {} }
  const settings = await pluginSettings(core, manifest, accountId)
  const secret = new Set(secretSettings(manifest))
  return {
    schema: manifest.settings,
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => !secret.has(name))),
    secrets: Object.fromEntries([...secret].map((name) => [name, settings[name] !== undefined])),
  }
}
