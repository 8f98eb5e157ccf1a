import { type Json, record, records, word } from '../json.ts'

/** One change of a webhook, with the business account that it belongs to. */
export interface Change {
  field: string
  value: Json
  businessAccountId: string | undefined
  /** Of the number at our side; absent on account-level changes. */
  phoneNumberId: string | undefined
  displayPhoneNumber: string | undefined
}

/** The changes of a body in either shape: the provider's envelope, or the bare value of older gateways. */
export function changesOf(payload: Json): Change[] {
  if (!('entry' in payload) && !('object' in payload)) return [describe('messages', payload, undefined)]
  return records(payload.entry).flatMap((entry) =>
    records(entry.changes).flatMap((change) => {
      const value = record(change.value)
      return value ? [describe(word(change.field) ?? '', value, word(entry.id))] : []
    }),
  )
}

function describe(field: string, value: Json, businessAccountId: string | undefined): Change {
  const metadata = record(value.metadata)
  return {
    field,
    value,
    businessAccountId,
    phoneNumberId: word(metadata?.phone_number_id),
    displayPhoneNumber: word(metadata?.display_phone_number),
  }
}
