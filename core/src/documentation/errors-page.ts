import { errorTable } from '../errors-table.ts'

/** The text of `docs/errors.md`. */
export const errorsPage = (): string =>
  [
    '# Error codes',
    '',
    'Made from `core/src/errors-table.ts` and `core/src/kernel/errors.ts` by `npm run docs`. Plugins have codes of their own.',
    '',
    '| code | what it means, and what to do |',
    '| --- | --- |',
    ...Object.entries(errorTable)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, text]) => `| \`${code}\` | ${text} |`),
    '',
  ].join('\n')
