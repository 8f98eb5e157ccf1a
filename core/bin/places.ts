import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')
export const pluginsDirectory = join(root, 'plugins')
export const entry = join(import.meta.dirname, 'cordboard.ts')
export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
