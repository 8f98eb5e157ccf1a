import { type ParsedCronItem, parseCronItem } from 'graphile-worker'
import type { JobWork } from './jobs.ts'
import { task } from './run-job.ts'

/** What runs at set times. The runner reads `items` every minute, so that more can come while it runs. */
export interface Crontab {
  readonly items: ParsedCronItem[]
  add(name: string, cron: string, handler: JobWork): void
}

export function createCrontab(definitions: Map<string, JobWork>): Crontab {
  const items: ParsedCronItem[] = []
  return {
    items,
    add(name, cron, handler) {
      definitions.set(name, handler)
      const item = parseCronItem({
        task,
        match: cron,
        identifier: name,
        payload: { name },
        options: { jobKey: name, maxAttempts: 6 },
      })
      const known = items.findIndex(({ identifier }) => identifier === name)
      if (known === -1) items.push(item)
      else items[known] = item
    },
  }
}
