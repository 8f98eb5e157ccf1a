import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { defineConfig } from 'vite'

const require = createRequire(import.meta.url)
const litExports = JSON.parse(readFileSync(join(dirname(require.resolve('lit')), 'package.json'), 'utf8')).exports

/** Every name that the import map answers: a `lit/` prefix cannot point to hashed files, so each is named. */
export const sharedNames: readonly string[] = [
  ...Object.keys(litExports)
    .filter((name) => !/polyfill|hydrate|logo|ssr|package/.test(name))
    .map((name) => name.replace(/^\./, 'lit')),
  '@lit/context',
  '@lit/task',
]

/** The name of an entry as a file name, and back. */
export const entryName = (specifier: string): string => specifier.replaceAll('/', '--').replace('@', '')
export const specifierOf = (entry: string): string | undefined => sharedNames.find((name) => entryName(name) === entry)

export default defineConfig({
  root: import.meta.dirname,
  base: '/ui/vendor/',
  publicDir: false,
  logLevel: 'warn',
  build: {
    outDir: 'dist/vendor',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      preserveEntrySignatures: 'strict',
      input: Object.fromEntries(sharedNames.map((name) => [entryName(name), name])),
    },
  },
})
