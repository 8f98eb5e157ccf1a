import { query } from '../../database/query.ts'
import { type DomainEvent, emit } from '../../events/emit.ts'
import type { Work } from '../work.ts'
import { type ContactColumns, readContact } from './find-contact.ts'
import { contactEvent, updateContact } from './save-contact.ts'

/** Makes one contact of two: `base` stays and takes everything of `mergee`, whose values fill what was blank. */
export async function mergeContacts(work: Work, baseId: number, mergeeId: number): Promise<void> {
  if (baseId === mergeeId) {
    await readContact(work, baseId)
    return
  }
  const { base, mergee } = await lockBoth(work, baseId, mergeeId)
  const moved = await moveBelongings(work, base.id, mergee.id)
  await query(work.em, 'delete from contacts where account_id = $1 and id = $2', [work.accountId, mergee.id])
  await emit(
    work.em,
    ...moved.map((conversation) => contactChanged(work, conversation, mergee.id, base.id)),
    contactEvent(work, 'contact.deleted', mergee.id, { mergedInto: base.id }),
    contactEvent(work, 'contact.merged', base.id, { mergedInto: base.id, mergeeId: mergee.id }),
  )
  await updateContact(work, base, filled(base, mergee))
}

// In the order of their ids, so that two merges never wait for each other.
async function lockBoth(work: Work, baseId: number, mergeeId: number) {
  const first = await readContact(work, Math.min(baseId, mergeeId), { lock: true })
  const second = await readContact(work, Math.max(baseId, mergeeId), { lock: true })
  return first.id === baseId ? { base: first, mergee: second } : { base: second, mergee: first }
}

interface Moved {
  id: number
  inbox_id: number
}

async function moveBelongings({ em, accountId }: Work, baseId: number, mergeeId: number): Promise<Moved[]> {
  const values = [accountId, mergeeId, baseId]
  await query(
    em,
    'update contact_inboxes set contact_id = $3, updated_at = now() where account_id = $1 and contact_id = $2',
    values,
  )
  const moved = await query<Moved>(
    em,
    `update conversations set contact_id = $3, updated_at = clock_timestamp() where account_id = $1 and contact_id = $2 returning id, inbox_id`,
    values,
  )
  await query(
    em,
    `update messages set sender_id = $3 where account_id = $1 and sender_type = 'Contact' and sender_id = $2
     and conversation_id = any($4)`,
    [...values, moved.map(({ id }) => id)],
  )
  return moved.sort((a, b) => a.id - b.id)
}

const contactChanged = (
  { accountId, actor }: Work,
  { id, inbox_id }: Moved,
  from: number,
  to: number,
): DomainEvent => ({
  accountId,
  name: 'conversation.contactChanged',
  subjectType: 'conversation',
  subjectId: id,
  payload: { conversationId: id, inboxId: inbox_id, from, to },
  actor,
  queueKey: `conversation:${id}`,
})

/** Values of the base win where they are not blank; inside attributes an empty text counts as a value. */
export const filled = (base: ContactColumns, mergee: ContactColumns) => ({
  name: base.name || mergee.name,
  email: base.email ?? mergee.email,
  phone_number: base.phone_number ?? mergee.phone_number,
  identifier: base.identifier ?? mergee.identifier,
  additional_attributes: merged(base.additional_attributes, mergee.additional_attributes),
  custom_attributes: merged(base.custom_attributes, mergee.custom_attributes),
})

type Bag = Record<string, unknown>
const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value)

const merged = (base: Bag, other: Bag): Bag =>
  Object.fromEntries(
    [...new Set([...Object.keys(other), ...Object.keys(base)])].map((key) => {
      const [mine, theirs] = [base[key], other[key]]
      if (isBag(mine) && isBag(theirs)) return [key, merged(mine, theirs)]
      return [key, mine ?? theirs]
    }),
  )
