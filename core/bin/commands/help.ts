import { type SettingGroup, settingsAsMarkdown, settingsAsText } from '../../src/configuration/reference.ts'
import { settingsTable } from '../../src/configuration/settings.ts'
import { pluginSettings } from '../plugin-settings.ts'

const usage = `Usage: npm start, or: node core/bin/cordboard.ts <command>

  start             Everything on this machine, until Ctrl-C
  demo              The same with a demo account and simulators of the providers
  build [--force]   Builds the dashboard where its sources changed
  all               Web and worker in one process; the database runs elsewhere
  temporal-worker   The process that durable processes run in
  migrate           Brings the schema of DATABASE_URL up to date
  account create --name NAME --email EMAIL --password PASSWORD
                    Opens an account with an administrator, in DATABASE_URL or the running start's database
  help              This text

Settings are environment variables, for example: PORT=8080 npm start
`

/** The core's settings as one group. */
export const coreSettings: SettingGroup = { title: 'Cordboard', settings: Object.values(settingsTable) }

const markdownIntroduction = `# Settings

Cordboard is set up by environment variables. All of them are optional. A name that begins with \`CORDBOARD_\` and is not
listed here, or a value that cannot be, stops the start with a sentence that says so. \`npm start -- --help\` prints
the same table.
`

/** docs/configuration.md: the core's part, then one for each plugin. */
export const configurationPage = (): string[] => [
  `${markdownIntroduction}\n${settingsAsMarkdown(coreSettings)}`,
  ...pluginSettings().map(settingsAsMarkdown),
]

/** \`cordboard help\`: the commands and every setting; \`--markdown\` gives docs/configuration.md. */
export async function help(words: string[]): Promise<void> {
  const isMarkdown = words.includes('--markdown')
  process.stdout.write(
    isMarkdown ? configurationPage().join('\n') : `${usage}\n${settingsAsText([coreSettings, ...pluginSettings()])}`,
  )
}
