import { query } from '../../database/query.ts'
import { CordboardError } from '../../errors.ts'
import { emit } from '../../events/emit.ts'
import type { AccountRequest } from '../../http/route.ts'
import { kernelError } from '../../kernel/errors.ts'
import type { PluginDescription } from '../../kernel/kernel.ts'
import type { Manifest } from '../../kernel/manifest.ts'
import type { Problem } from '../../kernel/payloads.ts'
import { checkSettings, pluginSettings, sealSettings } from '../../kernel/plugin-settings.ts'
import { recordChange } from './record-change.ts'

/** Merges an account's settings of a plugin; `null` takes a value back to its default. */
export async function updateSettings(
  request: AccountRequest,
  { id, defaultEnabled }: PluginDescription,
  changes: Record<string, unknown>,
): Promise<void> {
  const { core, em, account, user, actor } = request
  const manifest = core.kernel.manifest(id)
  if (!manifest) throw kernelError('plugin.failed', `The plugin "${id}" did not load.`)
  const previous = await pluginSettings(core, manifest, account.id)
  const settings = Object.fromEntries(Object.entries({ ...previous, ...changes }).filter(([, value]) => value !== null))
  checkSettings(manifest, settings)
  await askPlugin(request, manifest, settings, previous)
  const sealed = sealSettings(core, manifest, settings)
  const keys = Object.keys(changes)
  const revision = await em.transactional(async (em) => {
    await query(
      em,
      `insert into plugin_accounts (account_id, plugin_id, enabled, settings, secrets, changed_by)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (account_id, plugin_id) do update set
         settings = excluded.settings, secrets = excluded.secrets, changed_by = excluded.changed_by, updated_at = now()`,
      [account.id, id, defaultEnabled, JSON.stringify(sealed.settings), sealed.secrets, user.id],
    )
    const payload = { pluginId: id, keys }
    const subject = { subjectType: 'plugin', subjectId: 0 } as const
    await emit(em, { accountId: account.id, name: 'settings.changed', ...subject, payload, actor })
    // Names only: a value may be secret.
    return recordChange(em, request, 'update', id, { settings: keys })
  })
  core.kernel.changed(account.id, revision)
  core.dispatcher.wake()
}

async function askPlugin(
  { core, em, account, actor, requestId }: AccountRequest,
  { id }: Manifest,
  settings: Record<string, unknown>,
  previous: Record<string, unknown>,
): Promise<void> {
  const problems = await core.kernel.run(async (hooks): Promise<Problem[] | undefined> => {
    const scope = await core.kernel.scope({ accountId: account.id, em, actor, requestId, including: id })
    return hooks['settings.validate'].for(id).promise({ settings, previous }, scope)
  })
  if (!problems || problems.length === 0) return
  const message = problems.map((problem) => problem.message).join(', ')
  throw new CordboardError('plugin.settings', 422, message, {
    body: { message, attributes: problems.map(({ path }) => path) },
  })
}
