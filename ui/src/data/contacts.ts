import { accountUrl, api } from './api.ts'
import type { Conversation } from './conversation.ts'
import { fromServer } from './conversation.ts'
import type { Availability } from './session.ts'

export interface Contact {
  id: number
  name: string | null
  email: string | null
  phone_number: string | null
  identifier: string | null
  thumbnail: string
  blocked: boolean
  availability_status?: Availability
  additional_attributes: Record<string, unknown>
  custom_attributes: Record<string, unknown>
  last_activity_at?: number
  created_at?: number
}

export type ContactChange = Partial<
  Pick<
    Contact,
    'name' | 'email' | 'phone_number' | 'identifier' | 'blocked' | 'additional_attributes' | 'custom_attributes'
  >
>

const answerOf = ({ payload }: { payload: Contact }): Contact => payload

export const readContact = (account: number, id: number): Promise<Contact> =>
  api.get<{ payload: Contact }>(accountUrl(account, `contacts/${id}`)).then(answerOf)

export const changeContact = (account: number, id: number, input: ContactChange): Promise<Contact> =>
  api.patch<{ payload: Contact }>(accountUrl(account, `contacts/${id}`), input).then(answerOf)

export const dropContactAttribute = (account: number, id: number, key: string): Promise<Contact> =>
  api
    .post<{ payload: Contact }>(accountUrl(account, `contacts/${id}/destroy_custom_attributes`), {
      custom_attributes: [key],
    })
    .then(answerOf)

export const listConversationsOf = async (account: number, id: number): Promise<Conversation[]> => {
  const { payload } = await api.get<{ payload: Conversation[] }>(accountUrl(account, `contacts/${id}/conversations`))
  return payload.map((conversation) => fromServer(conversation))
}

/** The words a contact goes by. */
export const nameOf = (contact: Partial<Contact> | undefined): string =>
  contact?.name ||
  contact?.email ||
  contact?.phone_number ||
  contact?.identifier ||
  (contact?.id ? `#${contact.id}` : '')
