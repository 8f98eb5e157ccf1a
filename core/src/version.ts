import { readFileSync } from 'node:fs'

/** The version of the product, which plugins name in `engines.cordboard`. */
export const productVersion: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version
