import { createReadStream } from 'node:fs'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../core.ts'
import { afterCommit } from '../database/after-commit.ts'
import { invalidRecord } from '../errors.ts'
import { Blob } from '../files/blob.entity.ts'
import { isUploadedFile } from '../http/route.ts'

const maxBytes = 15 * 1024 * 1024
const accepted = new Set(['image/jpeg', 'image/png', 'image/gif'])

interface WithAvatar {
  avatarBlobId?: number | null | undefined
}

/** Gives a person or an inbox the uploaded picture; anything but an upload changes nothing. `accountId` null: a user's. */
export async function changeAvatar(
  core: Core,
  em: EntityManager,
  owner: WithAvatar,
  { upload, accountId }: { upload: unknown; accountId: number | null },
): Promise<void> {
  if (!isUploadedFile(upload)) return
  if (upload.bytes > maxBytes) throw invalidRecord({ avatar: 'Avatar is too big' })
  const { filename, contentType } = upload
  const blob = await core.files.store(em, {
    accountId,
    filename,
    contentType,
    source: createReadStream(upload.path),
    maxBytes,
  })
  if (!accepted.has(blob.contentType)) {
    await core.files.delete(blob)
    throw invalidRecord({ avatar: 'Avatar filetype not supported' })
  }
  await removeAvatar(core, em, owner)
  owner.avatarBlobId = blob.id
  await em.flush()
}

/** Takes the picture away. Its bytes go when that is committed. */
export async function removeAvatar(core: Core, em: EntityManager, owner: WithAvatar): Promise<void> {
  const blob = owner.avatarBlobId ? await em.findOne(Blob, { id: owner.avatarBlobId }) : null
  owner.avatarBlobId = null
  if (blob) em.remove(blob)
  await em.flush()
  if (blob)
    afterCommit(
      em,
      () => void core.files.delete(blob).catch((error) => core.log.warn({ err: error }, 'avatar not deleted')),
    )
}
