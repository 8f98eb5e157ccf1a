import type { Pool } from 'pg'
import type { Manifest } from './manifest.ts'

/** Which plugins are on for an account. Snapshots never change: a call keeps the one it began with. */
export interface Gate {
  /** From memory where the account is known. */
  peek(accountId: number): ReadonlySet<string> | undefined
  snapshot(accountId: number): Promise<ReadonlySet<string>>
  /** The next call reads the account again; without one, every account. */
  drop(accountId?: number): void
}

interface Choice {
  id: string
  enabled: boolean
}

// One round trip: what the account chose, and what the operator switched off for all.
const choices = `
  select plugin_id as id, enabled from plugin_accounts where account_id = $1
  union all
  select id, false from plugins where not enabled`

/** `plugins` are those of the serving generation, each after those it needs. */
export function createGate(pool: Pool, plugins: () => readonly Manifest[]): Gate {
  const snapshots = new Map<number, ReadonlySet<string>>()
  const loading = new Map<number, Promise<ReadonlySet<string>>>()
  // Most accounts have the same plugins on: they share one set.
  const shared = new Map<string, ReadonlySet<string>>()

  const share = (set: ReadonlySet<string>): ReadonlySet<string> => {
    const key = [...set].join()
    const known = shared.get(key)
    if (known) return known
    shared.set(key, set)
    return set
  }

  async function load(accountId: number): Promise<ReadonlySet<string>> {
    const { rows } = await pool.query<Choice>({ name: 'kernel-gate', text: choices, values: [accountId] })
    return share(enabledIn(plugins(), accountId, rows))
  }

  return {
    peek: (accountId) => snapshots.get(accountId),
    snapshot(accountId) {
      const known = snapshots.get(accountId)
      if (known) return Promise.resolve(known)
      const running = loading.get(accountId)
      if (running) return running
      const started = load(accountId).then(
        (snapshot) => {
          // Dropped meanwhile: what was read may be old, so it serves those who waited and is not kept.
          if (loading.get(accountId) === started) {
            loading.delete(accountId)
            snapshots.set(accountId, snapshot)
          }
          return snapshot
        },
        (error) => {
          if (loading.get(accountId) === started) loading.delete(accountId)
          throw error
        },
      )
      loading.set(accountId, started)
      return started
    },
    drop(accountId) {
      if (accountId !== undefined) {
        snapshots.delete(accountId)
        loading.delete(accountId)
        return
      }
      snapshots.clear()
      loading.clear()
      shared.clear()
    },
  }
}

/** The rule: the operator's switch, then the account's choice or the default, and everything that it needs is on too. */
export function enabledIn(plugins: readonly Manifest[], accountId: number, rows: readonly Choice[]): Set<string> {
  const chosen = new Map<string, boolean>()
  for (const { id, enabled } of rows) chosen.set(id, (chosen.get(id) ?? true) && enabled)
  const on = new Set<string>()
  for (const { id, scope, defaultEnabled, dependencies } of plugins) {
    const byDefault = scope === 'installation' || (accountId !== 0 && defaultEnabled)
    const wanted = chosen.get(id) ?? byDefault
    if (wanted && Object.keys(dependencies).every((needed) => on.has(needed))) on.add(id)
  }
  return on
}
