import { availabilities } from '../membership/role.ts'

const accountId = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }

export const profileInput = {
  properties: {
    name: { type: 'string' },
    email: { type: 'string' },
    display_name: { type: ['string', 'null'], maxLength: 255 },
    avatar: {},
    message_signature: { type: ['string', 'null'], maxLength: 100_000 },
    phone_number: { type: ['string', 'null'], maxLength: 50 },
    ui_settings: { type: ['object', 'null'] },
    current_password: { type: ['string', 'null'], maxLength: 1024 },
    password: { type: ['string', 'null'] },
    password_confirmation: { type: ['string', 'null'] },
  },
}

export interface ProfileInput {
  name?: string
  email?: string
  display_name?: string | null
  avatar?: unknown
  message_signature?: string | null
  phone_number?: string | null
  ui_settings?: Record<string, unknown> | null
  current_password?: string | null
  password?: string | null
  password_confirmation?: string | null
}

export const availabilityInput = {
  required: ['account_id', 'availability'],
  properties: { account_id: accountId, availability: { type: 'string', enum: availabilities } },
}

export const autoOfflineInput = {
  required: ['account_id', 'auto_offline'],
  properties: { account_id: accountId, auto_offline: { type: 'boolean' } },
}

export const accountChoice = { required: ['account_id'], properties: { account_id: accountId } }
