import type { ChannelRecord, ProcessNews } from '@cordboard/plugin-sdk'
import { concernsAnotherNumber } from '../account-changes.ts'
import { type Json, present, record, word } from '../json.ts'

/** What a webhook about the account means to the process of one of its numbers; undefined where it means nothing. */
export function newsOf(channel: ChannelRecord, field: string, value: Json): ProcessNews | undefined {
  if (concernsAnotherNumber(channel, value)) return undefined
  const read = Object.hasOwn(readers, field) ? readers[field] : undefined
  return read?.(value)
}

const readers: Record<string, (value: Json) => ProcessNews> = {
  phone_number_name_update: (value) => ({
    name: 'displayNameDecision',
    detail: present({ decision: token(value.decision), reason: token(value.rejection_reason) }),
  }),
  phone_number_quality_update: (value) => ({
    name: 'qualityUpdate',
    detail: present({ event: token(value.event), limit: token(value.max_daily_conversations_per_business) }),
  }),
  business_capability_update: () => ({ name: 'qualityUpdate', detail: { event: 'CAPABILITY' } }),
  account_alerts: () => ({ name: 'qualityUpdate', detail: { event: 'ALERT' } }),
  account_review_update: (value) => ({ name: 'accountReview', detail: present({ decision: token(value.decision) }) }),
  account_update: accountUpdate,
}

function accountUpdate(value: Json): ProcessNews {
  const ban = token(record(value.ban_info)?.waba_ban_state)
  const event = ban ?? token(value.event)
  return event === 'PHONE_NUMBER_ADDED'
    ? { name: 'numberAdded', detail: {} }
    : { name: 'accountUpdate', detail: present({ event }) }
}

/** A word of the provider's own vocabulary: what customers or people wrote has no place in a workflow's history. */
function token(value: unknown): string | undefined {
  const found = word(value)
  return found !== undefined && /^[A-Za-z0-9_]{1,80}$/.test(found) ? found : undefined
}
