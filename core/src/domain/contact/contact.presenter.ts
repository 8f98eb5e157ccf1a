import { type AvatarRow, avatarJson, avatarUrl, type Surroundings } from '../surroundings.ts'
import { seconds } from '../wire-time.ts'

/** A contact as `contactJson` reads it. */
export interface ContactRow {
  id: number
  account_id: number
  name: string
  email: string | null
  phone_number: string | null
  identifier: string | null
  blocked: boolean
  additional_attributes: Record<string, unknown>
  custom_attributes: Record<string, unknown>
  last_activity_at: string | null
  created_at: string
  avatar: AvatarRow | null
  contact_inboxes?: ContactInboxRow[]
}

/** How an inbox knows the contact, as `contactInboxesJson` reads it. */
export interface ContactInboxRow {
  source_id: string
  inbox: InboxSlimRow
}

export interface InboxSlimRow {
  id: number
  channel_id: number
  name: string
  channel_type: string
  provider: string | null
  avatar: AvatarRow | null
}

/** SQL of contact `c` as a JSON object; `more` adds keys. */
export const contactJson = (c: string, more = ''): string => `json_build_object(
  'id', ${c}.id, 'account_id', ${c}.account_id, 'name', ${c}.name, 'email', ${c}.email, 'phone_number', ${c}.phone_number,
  'identifier', ${c}.identifier, 'blocked', ${c}.blocked, 'additional_attributes', ${c}.additional_attributes,
  'custom_attributes', ${c}.custom_attributes, 'last_activity_at', ${c}.last_activity_at, 'created_at', ${c}.created_at,
  'avatar', ${avatarJson(`${c}.avatar_blob_id`)}${more})`

/** SQL of inbox `i` and its channel `h` as {InboxSlim} columns. */
export const inboxSlimJson = (i: string, h: string): string => `json_build_object(
  'id', ${i}.id, 'channel_id', ${i}.channel_id, 'name', ${i}.name, 'channel_type', ${i}.channel_type,
  'provider', ${h}.settings ->> 'provider', 'avatar', ${avatarJson(`${i}.avatar_blob_id`)})`

/** SQL of the inboxes that know contact `c`, as a JSON array. */
export const contactInboxesJson = (c: string): string => `(
  select coalesce(json_agg(json_build_object('source_id', ci.source_id, 'inbox', ${inboxSlimJson('ib', 'ch')}) order by ci.id), '[]')
  from contact_inboxes ci
  join inboxes ib on ib.account_id = ci.account_id and ib.id = ci.inbox_id
  join channels ch on ch.account_id = ib.account_id and ch.id = ib.channel_id
  where ci.account_id = ${c}.account_id and ci.contact_id = ${c}.id)`

/** {Contact}; with contact inboxes where they were read. */
export const presentContact = (row: ContactRow, around: Pick<Surroundings, 'files' | 'contacts'>) => ({
  additional_attributes: row.additional_attributes,
  availability_status: around.contacts.has(row.id) ? 'online' : 'offline',
  email: row.email,
  id: row.id,
  name: row.name,
  phone_number: row.phone_number,
  blocked: row.blocked,
  identifier: row.identifier,
  thumbnail: avatarUrl(row.avatar, around),
  custom_attributes: row.custom_attributes,
  ...(row.last_activity_at ? { last_activity_at: seconds(row.last_activity_at) } : {}),
  ...(row.created_at ? { created_at: seconds(row.created_at) } : {}),
  ...(row.contact_inboxes
    ? { contact_inboxes: row.contact_inboxes.map((known) => presentContactInbox(known, around)) }
    : {}),
})

/** {ContactEvent}: the contact in realtime frames and as a sender. */
export const presentContactEvent = (row: ContactRow, around: Pick<Surroundings, 'files'>) => ({
  additional_attributes: row.additional_attributes,
  custom_attributes: row.custom_attributes,
  email: row.email,
  id: row.id,
  identifier: row.identifier,
  name: row.name,
  phone_number: row.phone_number,
  thumbnail: avatarUrl(row.avatar, around),
  blocked: row.blocked,
  type: 'contact',
})

/** {ContactInbox} */
export const presentContactInbox = ({ source_id, inbox }: ContactInboxRow, around: Pick<Surroundings, 'files'>) => ({
  source_id,
  inbox: presentInboxSlim(inbox, around),
})

/** {InboxSlim} */
export const presentInboxSlim = (inbox: InboxSlimRow, around: Pick<Surroundings, 'files'>) => ({
  id: inbox.id,
  avatar_url: avatarUrl(inbox.avatar, around),
  channel_id: inbox.channel_id,
  name: inbox.name,
  channel_type: inbox.channel_type,
  provider: inbox.provider,
})
