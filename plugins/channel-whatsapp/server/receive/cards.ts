import type { InboundAttachment } from '@cordboard/plugin-sdk'
import { type Json, present, record, records, word } from '../json.ts'
import type { Content } from './content.ts'

const noPhone = 'Phone number is not available'

/** Shared contact cards: one message each, with an attachment for each of its phones. */
export function cardsOf(message: Json): Content[] {
  return records(message.contacts).map((card) => {
    const name = record(card.name)
    const content =
      word(name?.formatted_name) ?? [word(name?.first_name), word(name?.last_name)].filter(Boolean).join(' ')
    const phones = records(card.phones).map((phone) => word(phone.phone) ?? word(phone.wa_id) ?? noPhone)
    const meta = cardMeta(card, name)
    const attachments = (phones.length > 0 ? phones : [noPhone]).map(
      (title): InboundAttachment => ({ kind: 'contact', title, meta }),
    )
    return { content, attachments }
  })
}

function cardMeta(card: Json, name: Json | undefined): Record<string, unknown> {
  const emails = records(card.emails).flatMap((email) => word(email.email) ?? [])
  return present<Record<string, unknown>>({
    firstName: word(name?.first_name),
    lastName: word(name?.last_name),
    emails: emails.length > 0 ? emails : undefined,
    company: word(record(card.org)?.company),
  })
}
