import { query } from '../../database/query.ts'
import { invalidRecord } from '../../errors.ts'
import { emit } from '../../events/emit.ts'
import { plainText } from '../plain-text.ts'
import { isEmail, normaliseEmail } from '../user/email.ts'
import { ask, type Work } from '../work.ts'
import type { ContactColumns } from './find-contact.ts'

/** What may be said of a contact; a key that is absent stays as it is. */
export type ContactWish = Partial<
  Pick<
    ContactColumns,
    | 'name'
    | 'email'
    | 'phone_number'
    | 'identifier'
    | 'blocked'
    | 'additional_attributes'
    | 'custom_attributes'
    | 'labels'
    | 'avatar_blob_id'
  >
>

type Saved = Required<ContactWish> & Pick<ContactColumns, 'contact_type' | 'location' | 'country_code'>

const casts: Record<keyof Saved, string> = {
  name: 'text',
  email: 'text',
  phone_number: 'text',
  identifier: 'text',
  blocked: 'boolean',
  additional_attributes: 'jsonb',
  custom_attributes: 'jsonb',
  labels: 'text[]',
  avatar_blob_id: 'bigint',
  contact_type: 'smallint',
  location: 'text',
  country_code: 'text',
}
const columns = Object.keys(casts) as (keyof Saved)[]

const nobody: Required<ContactWish> & Pick<ContactColumns, 'contact_type'> = {
  name: '',
  email: null,
  phone_number: null,
  identifier: null,
  blocked: false,
  additional_attributes: {},
  custom_attributes: {},
  labels: [],
  avatar_blob_id: null,
  contact_type: 0,
}

/** A new contact, checked, with its fact. */
export async function createContact(work: Work, wish: ContactWish): Promise<ContactColumns> {
  const saved = await prepare(work, undefined, { ...nobody, ...wish })
  const places = columns.map((column, index) => `$${index + 2}::${casts[column]}`)
  const [row] = await query<{ contact: ContactColumns }>(
    work.em,
    `insert into contacts (account_id, ${columns.join(', ')}) values ($1, ${places.join(', ')}) returning to_json(contacts) as contact`,
    [work.accountId, ...columns.map((column) => stored(column, saved[column]))],
  )
  const contact = (row as { contact: ContactColumns }).contact
  await emit(work.em, contactEvent(work, 'contact.created', contact.id, {}))
  return contact
}

/** Writes what really changes, and tells it. */
export async function updateContact(work: Work, contact: ContactColumns, wish: ContactWish): Promise<void> {
  const saved = await prepare(work, contact.id, { ...contact, ...wish })
  const changed = columns.filter((column) => JSON.stringify(contact[column]) !== JSON.stringify(saved[column]))
  if (changed.length === 0) return
  const places = changed.map((column, index) => `${column} = $${index + 3}::${casts[column]}`)
  await query(
    work.em,
    `update contacts set ${places.join(', ')}, updated_at = clock_timestamp() where account_id = $1 and id = $2`,
    [work.accountId, contact.id, ...changed.map((column) => stored(column, saved[column]))],
  )
  const entries = changed.map((column) => [
    column === 'labels' ? 'label_list' : column,
    [contact[column], saved[column]],
  ])
  await emit(work.em, contactEvent(work, 'contact.updated', contact.id, { changes: Object.fromEntries(entries) }))
}

/** A fact of a contact, as the log keeps it. */
export const contactEvent = (
  { accountId, actor }: Pick<Work, 'accountId' | 'actor'>,
  name: string,
  contactId: number,
  payload: Record<string, unknown>,
) => ({
  accountId,
  name,
  subjectType: 'contact' as const,
  subjectId: contactId,
  payload: { contactId, ...payload },
  actor,
  queueKey: `contact:${contactId}`,
})

const stored = (column: keyof Saved, value: unknown) => (casts[column] === 'jsonb' ? JSON.stringify(value) : value)

async function prepare(
  work: Work,
  contactId: number | undefined,
  wanted: Required<ContactWish> & Pick<ContactColumns, 'contact_type'>,
): Promise<Saved> {
  const asked = await decided(work, contactId, normalised(wanted))
  check(asked)
  await checkUnique(work, contactId, asked)
  const { city, country } = asked.additional_attributes
  return {
    ...asked,
    contact_type: typeOf(asked),
    location: typeof city === 'string' ? city : '',
    country_code: typeof country === 'string' ? country : '',
  }
}

const blankIsNull = (text: string | null) => (text === null || text.trim() === '' ? null : text.trim())

const normalised = <Wanted extends Required<ContactWish>>(wanted: Wanted): Wanted => ({
  ...wanted,
  name: plainText(wanted.name ?? ''),
  email: wanted.email === null ? null : blankIsNull(normaliseEmail(wanted.email)),
  phone_number: blankIsNull(wanted.phone_number),
  identifier: blankIsNull(wanted.identifier),
})

async function decided<Wanted extends Required<ContactWish>>(
  work: Work,
  contactId: number | undefined,
  wanted: Wanted,
): Promise<Wanted> {
  const answer = await ask(work, (hooks) => hooks['contact.beforeSave'], {
    ...(contactId === undefined ? {} : { contactId }),
    name: wanted.name,
    email: wanted.email,
    phoneNumber: wanted.phone_number,
    identifier: wanted.identifier,
    additionalAttributes: wanted.additional_attributes,
    customAttributes: wanted.custom_attributes,
  })
  if (!answer) return wanted
  return normalised({
    ...wanted,
    name: answer.name,
    email: answer.email,
    phone_number: answer.phoneNumber,
    identifier: answer.identifier,
    additional_attributes: answer.additionalAttributes,
    custom_attributes: answer.customAttributes,
  })
}

const e164 = /^\+[1-9]\d{1,14}$/

function check({ email, phone_number }: Required<ContactWish>): void {
  const problems: Record<string, string> = {}
  if (email !== null && !isEmail(email)) problems.email = 'Email is invalid'
  if (phone_number !== null && !e164.test(phone_number)) problems.phone_number = 'Phone number should be in e164 format'
  if (Object.keys(problems).length > 0) throw invalidRecord(problems)
}

async function checkUnique(
  { em, accountId }: Work,
  contactId: number | undefined,
  wanted: Required<ContactWish>,
): Promise<void> {
  const { email, phone_number, identifier } = wanted
  const rows = await query<{ email: boolean; phone_number: boolean; identifier: boolean }>(
    em,
    `select lower(email) is not distinct from $3 and $3 is not null as email,
       phone_number is not distinct from $4 and $4 is not null as phone_number,
       identifier is not distinct from $5 and $5 is not null as identifier
     from contacts where account_id = $1 and id <> $2 and (lower(email) = $3::text or phone_number = $4::text or identifier = $5::text)`,
    [accountId, contactId ?? 0, email, phone_number, identifier],
  )
  const sentences = {
    email: 'Email has already been taken',
    phone_number: 'Phone number has already been taken',
    identifier: 'Identifier has already been taken',
  }
  const taken = Object.entries(sentences).filter(([key]) => rows.some((row) => row[key as keyof typeof row]))
  if (taken.length > 0) throw invalidRecord(Object.fromEntries(taken))
}

const [visitor, lead] = [0, 1]

/** A visitor becomes a lead with the first way to reach them, and stays one. */
function typeOf(wanted: Required<ContactWish> & Pick<ContactColumns, 'contact_type'>): number {
  if (wanted.contact_type !== visitor) return wanted.contact_type
  const social = Object.entries(wanted.additional_attributes).some(([key, value]) => key.startsWith('social_') && value)
  return wanted.email || wanted.phone_number || social ? lead : visitor
}
