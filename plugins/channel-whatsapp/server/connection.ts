import type { ChannelRecord } from '@cordboard/plugin-sdk'
import { ReauthorizationError } from '@cordboard/plugin-sdk'
import { text } from './json.ts'

export const channelType = 'Channel::Whatsapp'

/** What a call to the provider needs to know of a number. */
export interface Connection {
  accountId: number
  inboxId: number
  phoneNumberId: string
  businessAccountId: string
  token: string
}

export function connectionOf(channel: ChannelRecord): Connection {
  const token = channel.secrets.api_key
  const phoneNumberId = text(channel.settings.phone_number_id)
  if (!token) throw new ReauthorizationError('whatsapp.key_missing', 'API key is missing')
  if (!phoneNumberId) throw new ReauthorizationError('whatsapp.phone_missing', 'Phone number ID is missing')
  return {
    accountId: channel.accountId,
    inboxId: channel.inboxId,
    phoneNumberId,
    businessAccountId: text(channel.settings.business_account_id) ?? '',
    token,
  }
}
