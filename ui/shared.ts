import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const { exports } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8')) as {
  exports: Record<string, string>
}

/** What panels may import of ours, by the name they use: `@cordboard/ui/cb-button` is `src/elements/cb-button.ts`. */
export const sharedElements: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(exports).map(([name, file]) => [name.replace('.', '@cordboard/ui'), file.replace('./', '')]),
)

/** Imports that the page's import map answers: Lit and its companions, and our elements. Nobody bundles these. */
export const shared = [/^lit($|\/)/, /^@lit\//, /^@cordboard\/ui\//]
