import type { Core } from '../core.ts'
import type { PluginStore } from './context.ts'
import { kernelError } from './errors.ts'

const maxBytes = 64 * 1024

/** Small values of a plugin in `plugin_storage`; account 0 is the installation. */
export function createPluginStore({ pluginPool: pool }: Core, pluginId: string): PluginStore {
  return {
    async get<Value>(key: string, { accountId }: { accountId: number }) {
      const { rows } = await pool.query<{ value: Value }>({
        name: 'plugin-store-get',
        text: `select value from plugin_storage
          where account_id = $1 and plugin_id = $2 and key = $3 and (expires_at is null or expires_at > now())`,
        values: [accountId, pluginId, key],
      })
      return rows[0]?.value
    },
    async set(key, value, { accountId, ttlSeconds }) {
      const text = JSON.stringify(value) ?? 'null'
      if (Buffer.byteLength(text) > maxBytes)
        throw kernelError('storage.size', `Plugin "${pluginId}": the value of "${key}" is larger than 64 kB.`)
      await pool.query(
        `insert into plugin_storage (account_id, plugin_id, key, value, expires_at)
         values ($1, $2, $3, $4, now() + make_interval(secs => $5))
         on conflict (account_id, plugin_id, key)
         do update set value = excluded.value, expires_at = excluded.expires_at, updated_at = now()`,
        [accountId, pluginId, key, text, ttlSeconds ?? null],
      )
    },
    async delete(key, { accountId }) {
      await pool.query('delete from plugin_storage where account_id = $1 and plugin_id = $2 and key = $3', [
        accountId,
        pluginId,
        key,
      ])
    },
  }
}
