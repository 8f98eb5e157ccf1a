import { gzipSync } from 'node:zlib'

/** How many kilobytes of script, gzipped, a first view may load before it shows. */
export interface Budget {
  title: string
  kilobytes: number
  /** The modules that the view opens with; all that they import counts. */
  sources: string[]
}

const opening = ['/src/main.ts', '/src/shell/cb-app.ts', '/locales/en/shell.json', '/locales/en/elements.json']

export const budgets = {
  signIn: {
    title: 'sign-in',
    kilobytes: 60,
    sources: [...opening, '/src/screens/auth/cb-sign-in.ts', '/locales/en/auth.json'],
  },
  desk: {
    title: 'first view of the desk',
    kilobytes: 250,
    sources: [
      ...opening,
      '/src/shell/cb-shell.ts',
      '/src/screens/desk/cb-desk.ts',
      '/src/screens/desk/editor.ts',
      '/locales/en/desk.json',
      '/intl-messageformat/index.js',
    ],
  },
} satisfies Record<string, Budget>

/** Fails with every budget that is exceeded, its largest files named. */
export async function checkBudgets(
  all: Record<string, Budget>,
  filesOf: (budget: Budget) => { url: string; code: string }[],
): Promise<void> {
  const exceeded = Object.values(all).flatMap((budget) => {
    const files = filesOf(budget).map(({ url, code }) => ({ url, bytes: gzipSync(code, { level: 9 }).length }))
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    if (process.env.CORDBOARD_PRINT_BUDGETS) print(budget, total, files)
    return total > budget.kilobytes * 1000 ? [describe(budget, total, files)] : []
  })
  if (exceeded.length > 0) throw new Error(exceeded.join('\n'))
}

type Sized = { url: string; bytes: number }

const print = (budget: Budget, total: number, files: Sized[]) => console.log(describe(budget, total, files))

function describe(budget: Budget, total: number, files: Sized[]): string {
  const largest = files
    .toSorted((one, other) => other.bytes - one.bytes)
    .slice(0, 12)
    .map(({ url, bytes }) => `  ${(bytes / 1000).toFixed(1)} kB  ${url}`)
  return [`The ${budget.title} loads ${(total / 1000).toFixed(1)} of ${budget.kilobytes} kB:`, ...largest].join('\n')
}
