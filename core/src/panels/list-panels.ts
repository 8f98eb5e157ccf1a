import { administrator } from '../domain/membership/role.ts'
import type { AccountRequest } from '../http/route.ts'
import type { LoadedPlugin } from '../kernel/import-plugin.ts'
import type { ManifestPanel } from '../kernel/manifest.ts'
import { pageHosts } from '../kernel/page-hosts.ts'
import { channelsOf } from '../kernel/panel-problem.ts'
import { fileAddress, type PanelBuild, readPanelBuild } from './panel-build.ts'

/** The panels of the plugins that are on for the account, as far as they are for the caller. */
export async function listPanels(request: AccountRequest) {
  const { core, account } = request
  const plugins = core.kernel.generation().parts.map(({ plugin }) => plugin)
  const lists = await Promise.all(
    plugins.map(async (plugin) => {
      const { panels } = plugin.manifest.contributes
      if (panels.length === 0 || !(await core.kernel.enabled(account.id, plugin.id))) return []
      return present(request, plugin, panels)
    }),
  )
  return lists.flat()
}

async function present(request: AccountRequest, plugin: LoadedPlugin, panels: readonly ManifestPanel[]) {
  const { core } = request
  const build = await readPanelBuild(plugin.folder)
  if (!build) {
    sayNotBuilt(core, plugin)
    return []
  }
  const { scripts } = pageHosts(plugin.manifest, core.configuration.environment)
  return panels
    .filter((panel) => isFor(panel, request))
    .flatMap((panel) => presentPanel(plugin, panel, build) ?? [])
    .map((panel) => ({ ...panel, scripts }))
}

const said = new WeakSet<LoadedPlugin>()

function sayNotBuilt({ log }: AccountRequest['core'], plugin: LoadedPlugin): void {
  if (said.has(plugin)) return
  said.add(plugin)
  log.warn({ plugin: plugin.id }, `The panels of "${plugin.id}" are not built. Run \`npm run build\`.`)
}

function isFor({ when }: ManifestPanel, { account, membership }: AccountRequest): boolean {
  const role = membership.role === administrator ? 'administrator' : 'agent'
  if (when?.roles && !when.roles.includes(role)) return false
  return when?.feature === undefined || account.features.includes(when.feature)
}

function presentPanel(plugin: LoadedPlugin, panel: ManifestPanel, build: PanelBuild) {
  const built = build.panels[panel.id]
  if (!built) return undefined
  const { id, manifest } = plugin
  return {
    pluginId: id,
    pluginName: manifest.name,
    version: manifest.version,
    id: panel.id,
    slot: panel.slot,
    label: panel.label,
    icon: panel.icon ?? null,
    weight: panel.weight ?? 0,
    module: fileAddress(manifest, built.file),
    integrity: built.integrity,
    page: panel.page ?? false,
    sandbox: panel.sandbox,
    when: { channels: channelsOf(panel, manifest.contributes) },
    locales: Object.fromEntries(
      Object.entries(build.locales).map(([language, file]) => [language, fileAddress(manifest, file)]),
    ),
  }
}
