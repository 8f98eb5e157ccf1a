import type { EntityManager } from '@mikro-orm/postgresql'
import { systemActor } from '../../actor.ts'
import type { Core } from '../../core.ts'
import { CordboardError } from '../../errors.ts'
import { fetchFile } from '../../files/fetch-file.ts'
import { purgeFiles } from '../message/purge-files.ts'
import { storeAvatar } from './contact-avatar.ts'
import { type ContactColumns, readContact } from './find-contact.ts'
import { updateContact } from './save-contact.ts'

const job = 'contact.fetch-avatar'
const attempts = 4

/** What the job `contact.fetch-avatar` is about. */
export interface AvatarRequest {
  accountId: number
  contactId: number
  /** Where the picture is; public addresses only. */
  url: string
  /** A picture that is there already stays. */
  missingOnly: boolean
}

/** Has pictures of contacts fetched, once the change that names them is committed. A newer address replaces one that waits. */
export const fetchAvatarsLater = (core: Core, em: EntityManager, requests: readonly AvatarRequest[]): Promise<void> =>
  core.jobs.enqueueAll(
    em,
    requests.map((request) => ({
      name: job,
      payload: { ...request },
      maxAttempts: attempts,
      key: `avatar:${request.contactId}`,
    })),
  )

export const defineAvatarFetch = (core: Core): void =>
  core.jobs.define(job, async (payload, { attempt, maxAttempts }) => {
    try {
      await fetchAvatar(core, payload as unknown as AvatarRequest)
    } catch (error) {
      // A refusal by us, or a last try: a contact without a picture is no harm.
      if (attempt < maxAttempts && !isFinal(error)) throw error
      core.log.info({ contact: payload.contactId, reason: (error as Error).message }, 'an avatar was not fetched')
    }
  })

const isFinal = (error: unknown) => CordboardError.is(error) && error.code !== 'upload.unreachable'

async function fetchAvatar(core: Core, { accountId, contactId, url, missingOnly }: AvatarRequest): Promise<void> {
  const isSettled = ({ avatar_blob_id }: ContactColumns) => missingOnly && avatar_blob_id !== null
  if (isSettled(await readContact({ em: core.orm.em.fork(), accountId }, contactId))) return
  const blobId = await storeAvatar(core, core.orm.em.fork(), accountId, await fetchFile(url))
  await core.orm.em.fork().transactional(async (em) => {
    const work = { core, em, accountId, actor: systemActor, requestId: job }
    const contact = await readContact(work, contactId, { lock: true })
    if (!isSettled(contact)) await updateContact(work, contact, { avatar_blob_id: blobId })
    await purgeFiles(work, [isSettled(contact) ? blobId : contact.avatar_blob_id])
  })
  core.dispatcher.wake()
}
