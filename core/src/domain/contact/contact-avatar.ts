import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { invalidRecord } from '../../errors.ts'
import type { NewFile } from '../../files/files.ts'

const avatarTypes = new Set(['image/jpeg', 'image/png', 'image/gif'])
const maxBytes = 15 * 1024 * 1024

/** Keeps a contact's picture and answers with the id of its blob; anything but a picture is refused. */
export async function storeAvatar(
  core: Core,
  em: EntityManager,
  accountId: number,
  file: Pick<NewFile, 'filename' | 'contentType' | 'source'>,
): Promise<number> {
  const blob = await core.files.store(em, { accountId, maxBytes, ...file })
  if (avatarTypes.has(blob.contentType)) return blob.id
  await core.files.delete(blob)
  await em.remove(blob).flush()
  throw invalidRecord({ avatar: 'Avatar filetype not supported' })
}
