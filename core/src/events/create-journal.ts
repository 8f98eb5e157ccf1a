import type { Core } from '../core.ts'
import { defineDelivery } from '../domain/message/deliver-message.ts'
import { defineAttachmentFetch } from '../domain/message/fetch-attachment.ts'
import { pruneEarlyReceipts } from '../domain/message/receipts.ts'
import { defineSigns } from '../domain/message/tell-channel.ts'
import { pruneJournal } from './holding.ts'
import { createIngest } from './ingest.ts'
import { createIntake } from './intake.ts'
import type { Journal } from './journal.ts'
import { entryStates } from './journal-entry.ts'

export function createJournal(core: Core): Journal {
  defineAttachmentFetch(core)
  defineDelivery(core)
  defineSigns(core)
  const ingest = createIngest(core)
  const intake = createIntake(core.pool, (entries) => ingest.take(entries))
  return {
    receive: (pluginId, entries) => intake.receive(pluginId, entries),
    async replay(filter) {
      const replayed = await putBack(core, filter)
      if (replayed > 0) ingest.take(undefined)
      return replayed
    },
    async start() {
      core.jobs.schedule('journal.prune', '41 2 * * *', async () => {
        await pruneJournal(core)
        await pruneEarlyReceipts(core.pool)
      })
      await ingest.start()
    },
    async settle() {
      await intake.settle()
      await ingest.settle()
    },
    async stop() {
      await intake.settle()
      await ingest.stop()
    },
  }
}

// What is named by id is taken whatever became of it; a filter without ids means what failed or waits.
async function putBack({ pool }: Core, filter: Parameters<Journal['replay']>[0]): Promise<number> {
  const { rowCount } = await pool.query(
    `update inbound_events set state = ${entryStates.received}, error = null
     where ($1::bigint is null or account_id = $1) and ($2::bigint is null or inbox_id = $2)
       and ($3::text is null or plugin_id = $3)
       and case when $4::bigint[] is null then state in (${entryStates.failed}, ${entryStates.held})
         else id = any ($4) and state <> ${entryStates.received} end`,
    [filter.accountId ?? null, filter.inboxId ?? null, filter.pluginId ?? null, filter.ids ?? null],
  )
  return rowCount ?? 0
}
