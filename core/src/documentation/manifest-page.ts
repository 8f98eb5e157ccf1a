import { readFileSync } from 'node:fs'
import { kernelErrors } from '../kernel/errors.ts'

interface Schema {
  description?: string
  type?: string
  const?: unknown
  enum?: string[]
  default?: unknown
  pattern?: string
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  $ref?: string
}

const schema: Schema & { $defs: Record<string, Schema> } = JSON.parse(
  readFileSync(new URL('../../schemas/plugin.json', import.meta.url), 'utf8'),
)

const rules = `
A plugin is a folder with \`cordboard.plugin.json\`. Beyond the shapes below: \`version\` equals the one in package.json;
every file exists; taps use only hooks, routes and jobs that are listed; channel types are unique among the plugins;
every setting has a default or is required. Every problem is told with its key, what was expected and what was found.
`

/** The text of `docs/manifest.md`. */
export function manifestPage(): string {
  const { contributes } = schema.properties ?? {}
  const { channel, route, panel, command, job, automationItem } = schema.$defs
  const codes = Object.entries(kernelErrors).filter(([code]) => code.startsWith('manifest.'))
  return [
    '# Manifest',
    '',
    'Made from `core/schemas/plugin.json` by `npm run docs`.',
    rules,
    ...section('`cordboard.plugin.json`', schema),
    ...section('`workflows`', schema.properties?.workflows),
    ...section('`contributes`', contributes),
    ...section('`contributes.channels[]`', channel),
    ...section('`contributes.channels[].capabilities`', channel?.properties?.capabilities),
    ...section('`contributes.routes[]`', route),
    ...section('`contributes.jobs[]`', job),
    ...section('`contributes.panels[]`', panel),
    ...section('`contributes.commands[]`', command),
    ...section('`contributes.automation[]`', automationItem),
    '## Permissions',
    '',
    '`conversations`, `messages`, `contacts`, `inboxes`, `users`, `reports`, `accounts` with `:read` or `:write`; `storage:own`',
    '(`context.store`), `jobs:own` (`context.jobs`), `secrets:own` (`context.channels`), `settings:own`,',
    '`http:egress:<host>` (`context.http`; `*.host` for subdomains), `http:public`, `workflow:start` (`context.processes`),',
    '`users:notify` (`context.notices`), `ui:panel:<slot>`, `events:webhook`, `ai:reply`. Which hook needs which is in [hooks.md](hooks.md).',
    '',
    '## Errors',
    '',
    ...codes.map(([code, text]) => `* \`${code}\`: ${text}`),
    '',
  ].join('\n')
}

function section(title: string, given: Schema | undefined): string[] {
  const required = new Set(given?.required ?? [])
  const rows = Object.entries(given?.properties ?? {}).map(
    ([key, value]) =>
      `| \`${key}\`${required.has(key) ? ' *required*' : ''} | ${describeValue(value)} | ${value.description ?? ''} |`,
  )
  return [`## ${title}`, '', '| key | value | meaning |', '| --- | --- | --- |', ...rows, '']
}

function describeValue(value: Schema): string {
  const fallback = value.default === undefined ? '' : `, default \`${JSON.stringify(value.default)}\``
  return `${kindOf(value)}${fallback}`
}

function kindOf({ $ref, enum: choices, items, type, pattern }: Schema): string {
  if ($ref) return $ref.split('/').at(-1) as string
  if (choices) return choices.map((choice) => `\`${choice}\``).join(', ')
  if (items) return `list of ${kindOf(items)}`
  return pattern ? `text like \`${pattern.replaceAll('|', '\\|')}\`` : (type ?? 'anything').replace('string', 'text')
}
