import type { Core } from '../core.ts'
import type { Realtime } from './realtime.ts'

export function createRealtime(_core: Core): Realtime {
  return {
    attach() {},
    publish() {},
    async availabilityOf() {
      return new Map()
    },
    async onlineContacts() {
      return new Set()
    },
    async close() {},
  }
}
