import { query } from '../../database/query.ts'
import { CordboardError } from '../../errors.ts'
import type { AccountRequest } from '../../http/route.ts'
import { kernelError } from '../../kernel/errors.ts'
import type { PluginDescription } from '../../kernel/kernel.ts'
import { checkSettings, pluginSettings } from '../../kernel/plugin-settings.ts'
import { recordChange } from './record-change.ts'

/** Switches a plugin on for the account. The plugin agrees first: what it throws keeps it off. */
export async function enablePlugin(request: AccountRequest, plugin: PluginDescription): Promise<void> {
  const { core, account } = request
  checkSwitchable(plugin)
  for (const needed of plugin.dependencies)
    if (!(await core.kernel.enabled(account.id, needed)))
      throw kernelError('plugin.requires', `${plugin.name} needs the plugin "${needed}". Switch that on first.`)
  const manifest = core.kernel.manifest(plugin.id)
  if (manifest?.settings) checkSettings(manifest, await pluginSettings(core, manifest, account.id))
  if (await core.kernel.enabled(account.id, plugin.id)) return
  await tell(request, 'plugin.enabled', plugin.id)
  await store(request, [plugin.id], true)
}

/** Switches a plugin off for the account, and with `dependents` those that need it. Its data stays. */
export async function disablePlugin(
  request: AccountRequest,
  plugin: PluginDescription,
  { dependents }: { dependents: boolean },
): Promise<void> {
  checkSwitchable(plugin)
  const needing = await dependentsOf(request, plugin.id)
  if (needing.length > 0 && !dependents) throw required(plugin, needing)
  const ids = [...needing.map(({ id }) => id), plugin.id]
  await store(request, ids, false)
  for (const id of ids) await tell(request, 'plugin.disabled', id)
}

function checkSwitchable({ id, name, state, scope }: PluginDescription): void {
  if (state === 'failed') throw kernelError('plugin.failed', `The plugin "${id}" did not load.`)
  if (scope === 'installation')
    throw kernelError('plugin.installationWide', `${name} belongs to the installation: only its operator switches it.`)
}

/** Plugins that are on for the account and need this one, directly or by way of others. */
async function dependentsOf({ core, account }: AccountRequest, pluginId: string): Promise<PluginDescription[]> {
  const lost = new Set([pluginId])
  const dependents: PluginDescription[] = []
  // Plugins are listed after those they need: one pass finds all.
  for (const plugin of core.kernel.plugins()) {
    if (!plugin.dependencies.some((needed) => lost.has(needed))) continue
    if (!(await core.kernel.enabled(account.id, plugin.id))) continue
    lost.add(plugin.id)
    dependents.unshift(plugin)
  }
  return dependents
}

const required = ({ name }: PluginDescription, needing: readonly PluginDescription[]) => {
  const message = `${name} is needed by ${needing.map((one) => one.name).join(', ')}. Switch those off first.`
  return new CordboardError('plugin.required', 422, message, {
    body: { error: message, plugins: needing.map(({ id }) => id) },
  })
}

/** What an account chose, its audit entry and the revision, in one transaction; then everybody hears of it. */
async function store(request: AccountRequest, ids: readonly string[], enabled: boolean): Promise<void> {
  const { core, em, account, user } = request
  const revision = await em.transactional(async (em) => {
    let last = 0
    for (const id of ids) {
      await query(
        em,
        `insert into plugin_accounts (account_id, plugin_id, enabled, changed_by) values ($1, $2, $3, $4)
         on conflict (account_id, plugin_id)
         do update set enabled = excluded.enabled, changed_by = excluded.changed_by, updated_at = now()`,
        [account.id, id, enabled, user.id],
      )
      last = await recordChange(em, request, enabled ? 'enable' : 'disable', id, { enabled: [!enabled, enabled] })
    }
    await core.processes.switched(em, account.id, ids, enabled)
    return last
  })
  core.kernel.changed(account.id, revision)
  core.realtime.publish({
    accountId: account.id,
    event: 'plugins.changed',
    data: { account_id: account.id, plugins: ids.map((id) => ({ id, enabled })) },
    streams: [`account_${account.id}`],
  })
}

async function tell(
  { core, em, account, actor, requestId }: AccountRequest,
  hook: 'plugin.enabled' | 'plugin.disabled',
  pluginId: string,
): Promise<void> {
  const accountId = account.id
  await core.kernel.run(async (hooks) => {
    const scope = await core.kernel.scope({ accountId, em, actor, requestId, including: pluginId })
    await hooks[hook].for(pluginId).promise({ pluginId, accountId }, scope)
  })
}
