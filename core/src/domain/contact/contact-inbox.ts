import { randomInt } from 'node:crypto'
import { query } from '../../database/query.ts'
import { unprocessable } from '../../errors.ts'
import type { Work } from '../work.ts'
import { type Addressable, addressingOf, sourceIdFor } from './source-id.ts'

/** How an inbox knows a contact. */
export interface ContactInboxRecord {
  id: number
  contact_id: number
  inbox_id: number
  source_id: string
}

export interface ContactInboxWish {
  contact: Addressable & { id: number }
  inbox: { id: number; channel_type: string }
  sourceId?: string | undefined
  hmacVerified?: boolean
}

const columns = 'id, contact_id, inbox_id, source_id'

/**
 * The contact's row in an inbox, made where there is none. An id that another contact holds is refused, except by channels
 * whose ids are addresses: an address has one owner, so the old row is renamed.
 */
export async function findOrCreateContactInbox(work: Work, wish: ContactInboxWish): Promise<ContactInboxRecord> {
  const known = wish.sourceId === undefined ? await newestOf(work, wish) : undefined
  if (known) return known
  const sourceId = sourceIdFor(wish.inbox.channel_type, wish.contact, wish.sourceId)
  const holder = await holderOf(work, wish.inbox.id, sourceId)
  if (holder?.contact_id === wish.contact.id) return holder
  if (holder) await giveUp(work, wish.inbox.channel_type, holder)
  return create(work, wish, sourceId)
}

async function newestOf({ em, accountId }: Work, { contact, inbox }: ContactInboxWish) {
  const text = `select ${columns} from contact_inboxes where account_id = $1 and contact_id = $2 and inbox_id = $3 order by id desc limit 1`
  return (await query<ContactInboxRecord>(em, text, [accountId, contact.id, inbox.id]))[0]
}

// Not more than this lock: a conversation that begins with the row meanwhile refers to it and must not wait, for it may hold
// what comes next here.
async function holderOf({ em, accountId }: Work, inboxId: number, sourceId: string) {
  const text = `select ${columns} from contact_inboxes where account_id = $1 and inbox_id = $2 and source_id = $3 for no key update`
  return (await query<ContactInboxRecord>(em, text, [accountId, inboxId, sourceId]))[0]
}

async function giveUp({ em, accountId }: Work, channelType: string, holder: ContactInboxRecord): Promise<void> {
  if (!addressingOf(channelType).renames) throw unprocessable('source_id should be unique', 'contact.sourceIdTaken')
  const text = 'update contact_inboxes set source_id = $3, updated_at = now() where account_id = $1 and id = $2'
  await query(em, text, [accountId, holder.id, `${holder.source_id}${randomInt(1_000_000)}`])
}

async function create({ em, accountId }: Work, wish: ContactInboxWish, sourceId: string): Promise<ContactInboxRecord> {
  const text = `insert into contact_inboxes (account_id, contact_id, inbox_id, source_id, hmac_verified) values ($1, $2, $3, $4, $5) returning ${columns}`
  const values = [accountId, wish.contact.id, wish.inbox.id, sourceId, wish.hmacVerified ?? false]
  return (await query<ContactInboxRecord>(em, text, values))[0] as ContactInboxRecord
}
