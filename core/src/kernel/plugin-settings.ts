import type { Core } from '../core.ts'
import { CordboardError } from '../errors.ts'
import { compileSettings } from './check-manifest.ts'
import { kernelError } from './errors.ts'
import type { JsonSchema, Manifest } from './manifest.ts'

interface SettingsRow {
  settings: Record<string, unknown>
  secrets: Buffer | null
}

const purposeOf = (pluginId: string) => `plugin:${pluginId}`

/** An account's settings of a plugin, defaults filled in, secrets in clear. For the plugin itself. */
export async function pluginSettings<Settings = Record<string, unknown>>(
  { pluginPool, cipher }: Core,
  manifest: Manifest,
  accountId: number,
): Promise<Settings> {
  const { rows } = await pluginPool.query<SettingsRow>({
    name: 'plugin-settings',
    text: 'select settings, secrets from plugin_accounts where account_id = $1 and plugin_id = $2',
    values: [accountId, manifest.id],
  })
  const stored = rows[0]
  const secrets = stored?.secrets ? cipher.open<Record<string, unknown>>(purposeOf(manifest.id), stored.secrets) : {}
  return { ...defaultsOf(manifest.settings), ...stored?.settings, ...secrets } as Settings
}

export function defaultsOf(schema: JsonSchema | undefined): Record<string, unknown> {
  const properties = Object.entries(schema?.properties ?? {})
  return structuredClone(
    Object.fromEntries(
      properties.flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]])),
    ),
  )
}

/** Names of the settings that are secret. */
export const secretSettings = ({ settings }: Manifest): string[] =>
  Object.entries(settings?.properties ?? {}).flatMap(([name, { format }]) => (format === 'secret' ? [name] : []))

/** Throws a 422 with a sentence per key when the settings do not match the plugin's schema. */
export function checkSettings(manifest: Manifest, settings: Record<string, unknown>): void {
  if (!manifest.settings) {
    if (Object.keys(settings).length === 0) return
    throw kernelError('plugin.settings', `Plugin "${manifest.id}" has no settings.`)
  }
  const validate = compileSettings({ additionalProperties: false, ...manifest.settings })
  if (validate(structuredClone(settings))) return
  const problems = (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const key = instancePath.slice(1) || String(params.additionalProperty ?? params.missingProperty ?? 'settings')
    return [key, `${key} ${message}`] as const
  })
  throw new CordboardError('plugin.settings', 422, problems.map(([, text]) => text).join(', '), {
    body: { message: problems.map(([, text]) => text).join(', '), attributes: problems.map(([key]) => key) },
  })
}

/** Splits settings into what is stored readable and what is sealed. */
export function sealSettings({ cipher }: Core, manifest: Manifest, settings: Record<string, unknown>) {
  const names = new Set(secretSettings(manifest))
  const entries = Object.entries(settings)
  const secrets = Object.fromEntries(entries.filter(([name]) => names.has(name)))
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    secrets: Object.keys(secrets).length > 0 ? cipher.seal(purposeOf(manifest.id), secrets) : null,
  }
}
