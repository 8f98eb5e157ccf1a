import { readFileSync } from 'node:fs'

/** The running version of Cordboard. */
export const version: string = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
).version

/** The version of the public contract that is spoken; clients decide by it what they may use. */
export const contractVersion = '4.6.0'
