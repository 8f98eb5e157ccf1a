import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { notFound } from '../../errors.ts'
import { surroundingsOf } from '../surroundings.ts'
import {
  type ContactRow,
  contactInboxesJson,
  contactJson,
  presentContact,
  presentContactEvent,
} from './contact.presenter.ts'

type Presenting = Pick<Core, 'pool' | 'files' | 'realtime'>

const eventsByIds = {
  name: 'contact-events',
  text: `select ${contactJson('c')} as row from contacts c where c.account_id = $1 and c.id = any($2::bigint[])`,
}

/** SELECT column of contact `c`, with the inboxes that know it where asked. */
export const contactColumn = (withInboxes: boolean): string =>
  withInboxes ? contactJson('c', `, 'contact_inboxes', ${contactInboxesJson('c')}`) : contactJson('c')

/** Frames of contacts for realtime, by id, in one statement. Ids that are gone are left out. */
export async function loadContactEvents(core: Presenting, accountId: number, contactIds: readonly number[]) {
  const { rows } = await core.pool.query<{ row: ContactRow }>({ ...eventsByIds, values: [accountId, contactIds] })
  return new Map(rows.map(({ row }) => [row.id, presentContactEvent(row, core)]))
}

/** {Contact}, read in the caller's transaction. */
export async function loadContact(
  core: Presenting,
  em: EntityManager,
  { accountId, contactId, withInboxes = true }: { accountId: number; contactId: number; withInboxes?: boolean },
) {
  const rows = await query<{ row: ContactRow }>(
    em,
    `select ${contactColumn(withInboxes)} as row from contacts c where c.account_id = $1 and c.id = $2`,
    [accountId, contactId],
  )
  if (!rows[0]) throw notFound()
  return presentContact(rows[0].row, await surroundingsOf(core, accountId, []))
}

/** {Contact} of each row, in one pass. */
export async function presentContacts(core: Presenting, accountId: number, rows: readonly ContactRow[]) {
  const around = await surroundingsOf(core, accountId, [])
  return rows.map((row) => presentContact(row, around))
}
