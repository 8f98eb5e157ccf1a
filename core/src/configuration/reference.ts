import type { SettingDescription } from './setting.ts'

/** Settings under one heading: the core's, or those of one plugin. */
export interface SettingGroup {
  title: string
  settings: readonly SettingDescription[]
}

const width = 100

/** The settings as `npm start -- --help` prints them. */
export const settingsAsText = (groups: readonly SettingGroup[]): string =>
  groups.map(({ title, settings }) => [title, '', ...settings.flatMap(lines)].join('\n')).join('\n\n')

function lines({ name, meaning, default: fallback, example }: SettingDescription): string[] {
  return [
    `  ${name}`,
    ...wrap(meaning).map((line) => `      ${line}`),
    `      ${fallback ? `Default: ${fallback}. ` : ''}Example: ${name}=${quoted(example)}`,
    '',
  ]
}

const quoted = (value: string) => (/[\s<>]/.test(value) ? `"${value}"` : value)

function wrap(sentence: string): string[] {
  const rows = ['']
  for (const word of sentence.split(' ')) {
    const row = rows.at(-1) as string
    if (row && row.length + word.length >= width) rows.push(word)
    else rows[rows.length - 1] = row ? `${row} ${word}` : word
  }
  return rows
}

/** One group as a section of docs/configuration.md. */
export const settingsAsMarkdown = ({ title, settings }: SettingGroup): string =>
  [
    `## ${title}`,
    '',
    '| Variable | Meaning | Default | Example |',
    '| --- | --- | --- | --- |',
    ...settings.map(
      ({ name, meaning, default: fallback, example, secret }) =>
        `| \`${name}\` | ${cell(meaning)}${secret ? ' Secret.' : ''} | ${fallback ? code(fallback) : ''} | ${code(example)} |`,
    ),
    '',
  ].join('\n')

const cell = (text: string) => text.replaceAll('|', '\\|')
const code = (text: string) => `\`${cell(text)}\``
