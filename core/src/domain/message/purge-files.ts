import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { Blob } from '../../files/blob.entity.ts'
import type { Work } from '../work.ts'

const job = 'files.purge'

/** Has stored files deleted once the change that let go of them is committed. */
export async function purgeFiles(
  { core, em }: Pick<Work, 'core' | 'em'>,
  blobIds: readonly (number | null)[],
): Promise<void> {
  const ids = blobIds.filter((id) => id !== null)
  if (ids.length > 0) await core.jobs.enqueue(em, job, { blobIds: ids })
}

/** A file that something still shows is kept. */
export const defineFilePurge = (core: Core): void =>
  core.jobs.define(job, async ({ blobIds }) => {
    const em = core.orm.em.fork()
    const rows = await query<{ id: number }>(
      em,
      `select b.id from blobs b where b.id = any($1) and not exists (
        select from attachments a where a.account_id = b.account_id and a.blob_id = b.id)`,
      [blobIds],
    )
    for (const { id } of rows) {
      const blob = await em.findOne(Blob, { id })
      if (!blob) continue
      await core.files.delete(blob)
      await query(em, 'delete from blobs where id = $1', [id])
    }
  })
