import type { Core } from '../core.ts'
import type { ParsedEntry } from '../domain/message/receive-message.ts'
import type { CordboardHooks } from '../kernel/catalogue.ts'
import type { Inbound } from '../kernel/payloads.ts'
import type { CallScope } from '../kernel/scope.ts'
import type { Holding } from './holding.ts'
import type { EntryOutcome, JournalEntry } from './journal-entry.ts'

const knownInboxes = 50_000

export interface Parsing {
  parsed: ParsedEntry[]
  outcomes: EntryOutcome[]
  /** Older entries were put back in line: read the table again. */
  released: boolean
}

/** Has the channel of each entry say what it means. */
export interface Parser {
  parse(entries: readonly JournalEntry[], holding: Holding): Promise<Parsing>
}

export function createParser(core: Core): Parser {
  // An inbox never changes its channel.
  const types = new Map<number, string>()

  async function learnTypes(entries: readonly JournalEntry[]): Promise<void> {
    const unknown = new Set(entries.map(({ inboxId }) => inboxId).filter((id) => !types.has(id)))
    if (unknown.size === 0) return
    if (types.size > knownInboxes) types.clear()
    const { rows } = await core.pool.query<{ id: number; channel_type: string }>(
      'select id, channel_type from inboxes where id = any ($1::bigint[])',
      [[...unknown]],
    )
    for (const { id, channel_type } of rows) types.set(id, channel_type)
  }

  async function scopesOf(entries: readonly JournalEntry[]): Promise<Map<number, CallScope>> {
    const scopes = new Map<number, CallScope>()
    for (const { accountId } of entries)
      if (!scopes.has(accountId))
        scopes.set(accountId, await core.kernel.scope({ accountId, em: () => core.orm.em.fork() }))
    return scopes
  }

  return {
    async parse(entries, holding) {
      await learnTypes(entries)
      return core.kernel.run(async (hooks) => {
        const scopes = await scopesOf(entries)
        const parsing: Parsing = { parsed: [], outcomes: [], released: false }
        for (const entry of entries) {
          const { accountId, pluginId } = entry
          const scope = scopes.get(accountId) as CallScope
          if (!scope.plugins.has(pluginId)) {
            parsing.outcomes.push({ id: entry.id, state: 'held', error: `Plugin "${pluginId}" is off for the account` })
          } else if (holding.has(accountId, pluginId)) {
            await holding.release(accountId, pluginId)
            return { parsed: [], outcomes: [], released: true }
          } else await parseOne(hooks, scope, entry, types.get(entry.inboxId), parsing)
        }
        return parsing
      })
    },
  }
}

async function parseOne(
  hooks: CordboardHooks,
  scope: CallScope,
  entry: JournalEntry,
  type: string | undefined,
  { parsed, outcomes }: Parsing,
): Promise<void> {
  try {
    if (type === undefined) throw new Error('The inbox is gone')
    parsed.push({ entry, items: await ask(hooks, scope, entry, type) })
  } catch (error) {
    outcomes.push({ id: entry.id, state: 'failed', error: (error as Error | undefined)?.message ?? String(error) })
  }
}

async function ask(
  hooks: CordboardHooks,
  scope: CallScope,
  entry: JournalEntry,
  type: string,
): Promise<readonly Inbound[]> {
  const items = await hooks['channel.receive'].for(type).promise(
    {
      journalId: entry.id,
      accountId: entry.accountId,
      inboxId: entry.inboxId,
      headers: entry.headers,
      body: entry.body,
      receivedAt: entry.receivedAt.toISOString(),
      providerId: entry.providerId,
    },
    scope,
  )
  if (!Array.isArray(items)) throw new Error(`No plugin understands what "${type}" delivers`)
  return items
}
