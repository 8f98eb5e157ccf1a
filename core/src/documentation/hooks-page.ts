import { catalogue } from '../kernel/catalogue.ts'
import type { HookDefinition } from '../kernel/hook-kinds.ts'

const kinds = `
* **waterfall** changes a draft: return the new one, \`undefined\` keeps it, throw \`Refusal\` to stop the command.
* **bail** asks a question: the first answer that is not \`undefined\` wins. \`null\` is an answer too.
* **fact** tells what happened, after commit, at least once. Taps answer nothing and are idempotent on \`fact.id\`.
* **collect** and **series** run one after another and answer nothing.

Taps get two arguments, payload and scope. Payloads are frozen. A tap that takes longer than its soft limit is counted as
slow; at the hard limit its \`scope.signal\` fires and it has failed. On failure **skip** goes on without it, **fail** fails
the command, **retry** has the tap or its job tried again, **plugin failed** leaves the plugin out. Five failures within a
minute give a tap half a minute of rest. Hooks with \`:<key>\` exist once per channel type (or plugin id) and are tapped by
their owner: \`hooks['outbound.send'].for('Channel::Telegram')\`. A hook must be listed in the manifest's \`contributes.hooks\`.
Hooks marked *reserved* are not called yet.
`

/** The text of `docs/hooks.md`. */
export function hooksPage(): string {
  const rows = Object.entries<HookDefinition>(catalogue).map(([name, hook]) =>
    [
      `\`${hook.keyed ? `${name}:<key>` : name}\`${hook.reserved ? ' *(reserved)*' : ''}`,
      hook.kind,
      hook.about,
      hook.carries,
      hook.moment,
      hook.limit.map(duration).join(' / '),
      hook.onFailure === 'pluginFailed' ? 'plugin failed' : hook.onFailure,
      hook.needs === undefined ? '' : hook.needs === 'owner' ? 'owner' : `\`${hook.needs}\``,
    ].join(' | '),
  )
  return [
    '# Hooks',
    '',
    'Made from `core/src/kernel/catalogue.ts` by `npm run docs`.',
    kinds,
    '| hook | kind | about | payload → answer | when | soft / hard limit | on failure | needs |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n')
}

const duration = (milliseconds: number) => (milliseconds < 1_000 ? `${milliseconds} ms` : `${milliseconds / 1_000} s`)
