import type { Core } from '../core.ts'
import type { Jobs } from './jobs.ts'

export function createJobs(_core: Core): Jobs {
  return {
    define() {},
    async enqueue() {},
    async start() {},
    async stop() {},
  }
}
