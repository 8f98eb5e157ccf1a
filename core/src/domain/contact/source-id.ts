import { randomUUID } from 'node:crypto'
import { unprocessable } from '../../errors.ts'

/** How a channel type names a contact, in the words of the public contract. */
interface Addressing {
  /** Makes the id from what is known of the contact; undefined where that is not enough. */
  make(contact: Addressable): string | undefined
  format?: RegExp
  /** An id that another contact holds moves on: its old row is renamed. */
  renames?: boolean
  /** The id means nothing outside: one that is known is as good as a new one. */
  anyId?: boolean
  /** Only who came to the website can be written to, and only until they are. */
  visitorsOnly?: boolean
}

export interface Addressable {
  email: string | null
  phone_number: string | null
}

const random: Addressing = { make: () => randomUUID(), anyId: true }
// The id exists only once the contact wrote.
const byChannel: Addressing = { make: () => undefined }
const phone = ({ phone_number }: Addressable) => phone_number ?? undefined

const addressings: Record<string, Addressing> = {
  'Channel::WebWidget': { ...random, visitorsOnly: true },
  'Channel::Email': { make: ({ email }) => email ?? undefined, renames: true },
  'Channel::Sms': { make: phone, renames: true },
  'Channel::TwilioSms': { make: phone, format: /^(whatsapp:)?\+\d{1,15}$/, renames: true },
  'Channel::Whatsapp': { make: (contact) => phone(contact)?.replace('+', ''), format: /^\d{1,15}$/, renames: true },
  'Channel::FacebookPage': byChannel,
  'Channel::Instagram': byChannel,
  'Channel::Line': byChannel,
  'Channel::Telegram': byChannel,
  'Channel::TwitterProfile': byChannel,
}

export const addressingOf = (channelType: string): Addressing => addressings[channelType] ?? random

/** The id of a contact in an inbox: the given one, checked, or one made by the channel's rule. 422 where that cannot be. */
export function sourceIdFor(channelType: string, contact: Addressable, given: string | undefined): string {
  const addressing = addressingOf(channelType)
  const sourceId = given ?? addressing.make(contact)
  if (sourceId === undefined)
    throw unprocessable(`The contact lacks what ${channelType} needs to reach it`, 'contact.unreachable')
  if (addressing.format && !addressing.format.test(sourceId))
    throw unprocessable(`source_id is not valid for ${channelType}`, 'contact.sourceId')
  return sourceId
}
