import { query } from '../../database/query.ts'
import { notFound } from '../../errors.ts'
import type { AccountRequest } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import type { Work } from '../work.ts'

/** A contact's own columns. */
export interface ContactColumns {
  id: number
  account_id: number
  name: string
  email: string | null
  phone_number: string | null
  identifier: string | null
  contact_type: number
  blocked: boolean
  location: string
  country_code: string
  additional_attributes: Record<string, unknown>
  custom_attributes: Record<string, unknown>
  labels: string[]
  avatar_blob_id: number | null
}

/** The contact of the path; 404 in another account. With `lock` it is held until the transaction ends. */
export const findContact = (request: AccountRequest, { lock = false } = {}): Promise<ContactColumns> =>
  readContact({ em: request.em, accountId: request.account.id }, rowId(request.params.contact_id), { lock })

export async function readContact(
  { em, accountId }: Pick<Work, 'em' | 'accountId'>,
  contactId: number,
  { lock = false } = {},
): Promise<ContactColumns> {
  const [found] = await query<{ contact: ContactColumns }>(
    em,
    `select to_json(c) as contact from contacts c where c.account_id = $1 and c.id = $2${lock ? ' for update' : ''}`,
    [accountId, contactId],
  )
  if (!found) throw notFound()
  return found.contact
}
