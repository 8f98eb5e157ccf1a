import type { Inbound, RawInbound } from '@cordboard/plugin-sdk'
import { type Json, record, records } from '../json.ts'
import { changesOf } from '../webhook/payload.ts'
import { profilesOf } from './contact.ts'
import { readMessage } from './message.ts'
import { readStatus } from './status.ts'

const decoder = new TextDecoder()

/** Every message and status of a webhook body as neutral facts, in the order given. Throws only when it is not JSON. */
export function receive({ body, receivedAt }: Pick<RawInbound, 'body' | 'receivedAt'>): Inbound[] {
  const payload = record(JSON.parse(decoder.decode(body)))
  return payload ? changesOf(payload).flatMap(({ field, value }) => readValue(field, value, receivedAt)) : []
}

function readValue(field: string, value: Json, receivedAt: string): Inbound[] {
  const profiles = profilesOf(value.contacts)
  if (field === 'messages')
    return [
      ...records(value.messages).flatMap((message) => readMessage(message, { profiles, receivedAt })),
      ...records(value.statuses).flatMap((status) => readStatus(status, receivedAt)),
    ]
  if (field === 'smb_message_echoes')
    return records(value.message_echoes).flatMap((message) =>
      readMessage(message, { profiles, receivedAt, echo: true }),
    )
  return []
}
