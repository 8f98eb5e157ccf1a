import type { Core } from '../core.ts'
import type { Dispatcher } from './dispatcher.ts'

export function createDispatcher(_core: Core): Dispatcher {
  return {
    wake() {},
    follow() {},
    async start() {},
    async settle() {},
    async stop() {},
  }
}
