import type { Pool } from 'pg'
import type { FailedPlugin } from './build-generation.ts'
import type { Manifest } from './manifest.ts'

/** Keeps the table `plugins` in step with what was found: version, manifest, state and the reason of a failure. */
export async function recordPlugins(
  pool: Pool,
  active: readonly Manifest[],
  failed: readonly FailedPlugin[],
): Promise<void> {
  const rows = [
    ...active.map((manifest) => ({ id: manifest.id, manifest, state: 'active', error: null })),
    ...failed.map(({ id, manifest, error }) => ({ id, manifest, state: 'failed', error: error.message })),
  ]
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()]
  await pool.query(
    `insert into plugins (id, version, manifest, scope, isolation, state, last_error, activated_at)
     select id, version, manifest, scope, isolation, state, error, case when state = 'active' then now() end
     from unnest($1::text[], $2::text[], $3::jsonb[], $4::text[], $5::text[], $6::text[], $7::text[])
       as given (id, version, manifest, scope, isolation, state, error)
     on conflict (id) do update set
       version = excluded.version, manifest = excluded.manifest, scope = excluded.scope, isolation = excluded.isolation,
       state = excluded.state, last_error = excluded.last_error, updated_at = now(),
       previous_version = case when plugins.version <> excluded.version then plugins.version else plugins.previous_version end,
       activated_at = coalesce(excluded.activated_at, plugins.activated_at)`,
    [
      unique.map(({ id }) => id),
      unique.map(({ manifest }) => manifest?.version ?? ''),
      unique.map(({ manifest }) => JSON.stringify(manifest ?? {})),
      unique.map(({ manifest }) => manifest?.scope ?? 'account'),
      unique.map(({ manifest }) => manifest?.isolation ?? 'inline'),
      unique.map(({ state }) => state),
      unique.map(({ error }) => error),
    ],
  )
  await pool.query(
    `update plugins set state = 'absent', updated_at = now() where state <> 'absent' and id <> all($1)`,
    [unique.map(({ id }) => id)],
  )
}
