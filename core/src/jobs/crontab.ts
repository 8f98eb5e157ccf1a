import type { ParsedCronItem, parseCronItem } from 'graphile-worker'
import type { JobWork } from './jobs.ts'
import { task } from './run-job.ts'

/** What runs at set times. The runner reads `items` every minute, so that more can come while it runs. */
export interface Crontab {
  readonly items: ParsedCronItem[]
  /** The runner is there: what was added so far and what comes is parsed for it. */
  open(parse: typeof parseCronItem): void
  add(name: string, cron: string, handler: JobWork): void
}

export function createCrontab(definitions: Map<string, JobWork>): Crontab {
  const items: ParsedCronItem[] = []
  const times = new Map<string, string>()
  let parser: typeof parseCronItem | undefined

  function place(parse: typeof parseCronItem, name: string, cron: string): void {
    const options = { jobKey: name, maxAttempts: 6 }
    const item = parse({ task, match: cron, identifier: name, payload: { name }, options })
    const known = items.findIndex(({ identifier }) => identifier === name)
    if (known === -1) items.push(item)
    else items[known] = item
  }

  return {
    items,
    open(parse) {
      parser = parse
      for (const [name, cron] of times) place(parse, name, cron)
    },
    add(name, cron, handler) {
      definitions.set(name, handler)
      times.set(name, cron)
      if (parser) place(parser, name, cron)
    },
  }
}
