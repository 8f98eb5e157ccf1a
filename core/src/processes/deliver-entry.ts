import type { Core } from '../core.ts'
import { type ProcessInput, type ProcessSignal, processTypes, workflowIdOf } from './process.ts'
import { ProcessCallFailed, type ProcessClient, type ProcessStart } from './process-client.ts'

/** A row that is due. */
export interface DueEntry {
  id: number
  accountId: number
  inboxId: number
  pluginId: string
  kind: string
  name: string
  detail: Record<string, unknown>
  by: number | null
  because: string | null
  attempts: number
  failures: number
}

/** `taken`: the workflow has a wish, its answer comes later. `gone`: there is no such inbox any more. */
export type Delivered = 'done' | 'taken' | 'gone' | { answer: Record<string, unknown> }

const usualTimings = {
  reminders: '24h,72h,7d,14d',
  stalled: '7d',
  giveUp: '30d',
  polls: '5x1m,6x5m,12x30m,2h,48h:6h,7d:12h',
}

/** Carries one row out. It may have been carried out before, by somebody who died before they could say so: that is found out. */
export async function deliverEntry(core: Core, client: ProcessClient, entry: DueEntry): Promise<Delivered> {
  if (entry.kind === 'signal') {
    await Promise.all(Object.values(processTypes).map((type) => signalIfRunning(client, type, entry)))
    return 'done'
  }
  const input = await inputFor(core, entry)
  if (!input) return 'gone'
  if (entry.kind === 'start') await start(client, entry, input)
  else if (entry.kind === 'tell') await tell(client, entry, input)
  else {
    const answer = await client.update(startOf('channelOnboarding', entry, input), {
      name: entry.name,
      updateId: markOf(entry),
      argument: { detail: entry.detail, ...(entry.by !== null && { by: entry.by }) },
    })
    return answer ? { answer } : 'taken'
  }
  return 'done'
}

/** What the call is known by on the other side, at every try. */
export const markOf = ({ id }: Pick<DueEntry, 'id'>): string => `outbox:${id}`

async function start(client: ProcessClient, entry: DueEntry, input: ProcessInput): Promise<void> {
  const wanted = startOf('channelOnboarding', entry, input)
  // A run that an earlier try has started may be over already.
  if (entry.attempts > 1 && (await client.startedBy(wanted.workflowId)) === wanted.startedBy) return
  await client.start(wanted)
}

async function tell(client: ProcessClient, entry: DueEntry, input: ProcessInput): Promise<void> {
  const signal = signalOf(entry)
  if (entry.because !== null) {
    await client.signalWithStart(startOf('channelOnboarding', entry, input), entry.name, signal)
    return
  }
  if (await signalIfRunning(client, 'channelOnboarding', entry)) return
  await client.signalWithStart(startOf('channelHealth', entry, input), entry.name, signal)
}

async function signalIfRunning(client: ProcessClient, type: ProcessStart['type'], entry: DueEntry): Promise<boolean> {
  try {
    await client.signal(workflowIdOf(type, entry.inboxId), entry.name, signalOf(entry))
    return true
  } catch (error) {
    if (error instanceof ProcessCallFailed && error.problem === 'missing') return false
    throw error
  }
}

const signalOf = (entry: DueEntry): ProcessSignal => ({
  msgId: markOf(entry),
  detail: entry.detail,
  ...(entry.by !== null && { by: entry.by }),
})

const startOf = (type: ProcessStart['type'], entry: DueEntry, input: ProcessInput): ProcessStart => ({
  type,
  workflowId: workflowIdOf(type, entry.inboxId),
  input: { ...input, ...(type === 'channelOnboarding' && entry.because !== null && { because: entry.because }) },
  startedBy: markOf(entry),
})

async function inputFor(core: Core, { accountId, inboxId, pluginId }: DueEntry): Promise<ProcessInput | undefined> {
  const { rows } = await core.pool.query<{ inboxName: string; channelType: string }>({
    name: 'process-input',
    text: `select name as "inboxName", channel_type as "channelType" from inboxes
           where account_id = $1 and id = $2 and deleting_at is null`,
    values: [accountId, inboxId],
  })
  const { pace, timings } = core.configuration.processes ?? { pace: 1, timings: usualTimings }
  return rows[0] && { accountId, inboxId, pluginId, ...rows[0], pace, timings }
}
