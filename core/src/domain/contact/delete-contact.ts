import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { CordboardError } from '../../errors.ts'
import { emit } from '../../events/emit.ts'
import { purgeFiles } from '../message/purge-files.ts'
import type { Work } from '../work.ts'
import type { ContactColumns } from './find-contact.ts'
import { contactEvent } from './save-contact.ts'

/** 422 while the contact is there. */
export async function requireOffline(
  core: Pick<Core, 'realtime'>,
  { id, account_id, name }: ContactColumns,
): Promise<void> {
  if ((await core.realtime.onlineContacts(account_id)).has(id)) throw online(name)
}

/** Deletes a contact with all conversations. */
export async function deleteContact(work: Work, contact: ContactColumns): Promise<void> {
  const { em, accountId } = work
  const files = await query<{ blob_id: number | null }>(
    em,
    `select a.blob_id from attachments a join messages m on m.account_id = $1 and m.id = a.message_id
     join conversations c on c.account_id = $1 and c.id = m.conversation_id where a.account_id = $1 and c.contact_id = $2`,
    [accountId, contact.id],
  )
  await query(em, 'delete from contacts where account_id = $1 and id = $2', [accountId, contact.id])
  await purgeFiles(work, [contact.avatar_blob_id, ...files.map(({ blob_id }) => blob_id)])
  await emit(em, contactEvent(work, 'contact.deleted', contact.id, {}))
}

function online(name: string) {
  const message = `${name} is Online, please try again later`
  return new CordboardError('contact.online', 422, message, { body: { message } })
}
