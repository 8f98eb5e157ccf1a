import type { Core } from '../core.ts'
import { jobName } from './create-context.ts'
import type { Gate } from './gate.ts'
import type { Generation } from './generation.ts'
import type { Manifest, ManifestJob } from './manifest.ts'
import { type PluginWork, runPluginWork } from './plugin-work.ts'

const defaultSeconds = 60

interface JobHost extends Pick<PluginWork, 'metrics' | 'report'> {
  core: Core
  gate: Gate
  generation(): Generation
}

/** Puts the jobs of the manifests on the queue's list, once a process; what they do is looked up in the serving generation. */
export function createPluginJobs(host: JobHost): { define(manifests: readonly Manifest[]): void } {
  const defined = new Set<string>()
  return {
    define(manifests) {
      for (const manifest of manifests)
        for (const job of manifest.contributes.jobs) {
          const name = jobName(manifest.id, job.name)
          if (defined.has(name)) continue
          defined.add(name)
          defineJob(host, manifest, job, name)
        }
    },
  }
}

function defineJob(host: JobHost, { id, version }: Manifest, job: ManifestJob, name: string): void {
  const { core, gate } = host
  core.jobs.define(name, async (given, { attempt, signal }) => {
    const { accountId, payload } = given as { accountId: number; payload: Record<string, unknown> }
    // Switched off since it was queued: what an account does not want does not happen.
    if (!(await gate.snapshot(accountId)).has(id)) return
    const generation = host.generation()
    const handler = generation.job(id, job.name)
    if (!handler) return
    const work = {
      plugin: id,
      version,
      name: `job ${job.name}`,
      limitMilliseconds: (job.timeoutSeconds ?? defaultSeconds) * 1000,
      accountId,
      requestId: '',
      metrics: host.metrics,
      report: host.report,
    }
    await generation.run(() =>
      runPluginWork(work, AbortSignal.any([signal, generation.signal]), (deadline) =>
        handler(payload, { accountId, attempt, signal: deadline() }),
      ),
    )
  })
  if (job.cron) core.jobs.schedule(`${name}.schedule`, job.cron, () => spread(host, id, job, name))
}

/** A scheduled job runs once for every account that has the plugin on; a channel's only where it has an inbox. */
async function spread(host: JobHost, id: string, job: ManifestJob, name: string): Promise<void> {
  const { core, gate } = host
  const manifest = host.generation().parts.find(({ plugin }) => plugin.id === id)?.plugin.manifest
  if (!manifest) return
  const accounts = await accountsFor(core, manifest)
  const requests = []
  for (const accountId of accounts)
    if ((await gate.snapshot(accountId)).has(id))
      requests.push({
        name,
        payload: { accountId, payload: {} },
        key: `${name}:${accountId}`,
        maxAttempts: job.attempts ?? 6,
      })
  if (requests.length > 0) await core.jobs.enqueueAll(core.orm.em.fork(), requests)
}

async function accountsFor({ pool }: Core, { scope, contributes }: Manifest): Promise<number[]> {
  if (scope === 'installation') return [0]
  const types = contributes.channels.map(({ type }) => type)
  const { rows } =
    types.length > 0
      ? await pool.query<{ id: number }>(
          `select distinct i.account_id as id from inboxes i join accounts a on a.id = i.account_id
           where a.status = 0 and i.deleting_at is null and i.channel_type = any($1)`,
          [types],
        )
      : await pool.query<{ id: number }>('select id from accounts where status = 0')
  return rows.map(({ id }) => id)
}
