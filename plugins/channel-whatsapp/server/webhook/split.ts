import type { ChannelRecord } from '@cordboard/plugin-sdk'
import { type Json, shallow } from '../json.ts'
import type { KnownChannels } from './known-channels.ts'
import { type Change, changesOf } from './payload.ts'

const deepest = 64

/** The part of a webhook that concerns one inbox. */
export interface Share {
  channel: ChannelRecord
  changes: Change[]
}

export interface Split {
  shares: Share[]
  /** Whether one inbox takes every change, so that the body can be kept byte for byte. */
  whole: boolean
}

/** Sorts the changes of a body by the inbox they belong to; changes of numbers that nobody connected fall away. */
export async function splitByInbox(payload: Json, known: KnownChannels, addressed?: ChannelRecord): Promise<Split> {
  const shares = new Map<number, Share>()
  let complete = true
  for (const change of changesOf(payload)) {
    const channels = await destinations(change, known, addressed)
    if (channels.length === 0) complete = false
    for (const channel of channels) {
      const share = shares.get(channel.inboxId)
      if (share) share.changes.push(change)
      else shares.set(channel.inboxId, { channel, changes: [change] })
    }
  }
  return { shares: [...shares.values()], whole: complete && shares.size === 1 }
}

async function destinations(change: Change, known: KnownChannels, addressed?: ChannelRecord): Promise<ChannelRecord[]> {
  const { phoneNumberId, businessAccountId, field } = change
  if (phoneNumberId !== undefined) {
    const channel = await known.byPhoneNumberId(phoneNumberId)
    return channel ? [channel] : []
  }
  if (field === 'messages') return addressed ? [addressed] : []
  return businessAccountId === undefined ? [] : known.byBusinessAccount(businessAccountId)
}

/** A body that holds one inbox's changes alone: what others were told is not theirs to keep. */
export function bodyOf(changes: readonly Change[]): Buffer {
  const entry = changes.map(({ businessAccountId, field, value }) => ({
    id: businessAccountId,
    changes: [{ field, value }],
  }))
  return Buffer.from(serialise({ object: 'whatsapp_business_account', entry }))
}

// Hostile nesting exhausts the serialiser's stack; what lies that deep means nothing to us.
function serialise(value: object): string {
  try {
    return JSON.stringify(value)
  } catch {
    return JSON.stringify(shallow(value, deepest))
  }
}
