import type { Core } from '../core.ts'
import type { Files } from './files.ts'

export function createFiles(_core: Core): Files {
  return {} as Files
}
