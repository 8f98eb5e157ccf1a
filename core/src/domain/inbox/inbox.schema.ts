const text = (maxLength: number) => ({ type: ['string', 'null'], maxLength })
const flag = { type: ['boolean', 'null'] }
const hour = { type: ['integer', 'null'], minimum: 0, maximum: 23 }
const minute = { type: ['integer', 'null'], minimum: 0, maximum: 59 }

export const senderNameTypes = ['friendly', 'professional'] as const

/** What an administrator may say of an inbox; `channel` goes to the plugin of its type. */
export const inboxInput = {
  properties: {
    name: { type: 'string', maxLength: 255 },
    avatar: {},
    greeting_enabled: flag,
    greeting_message: text(10_000),
    enable_email_collect: flag,
    csat_survey_enabled: flag,
    csat_config: { type: ['object', 'null'] },
    enable_auto_assignment: flag,
    auto_assignment_config: {
      type: ['object', 'null'],
      properties: { max_assignment_limit: { type: ['integer', 'null'], minimum: 1, maximum: 1_000_000 } },
    },
    working_hours_enabled: flag,
    working_hours: {
      type: ['array', 'null'],
      maxItems: 7,
      items: {
        type: 'object',
        required: ['day_of_week'],
        properties: {
          day_of_week: { type: 'integer', minimum: 0, maximum: 6 },
          closed_all_day: flag,
          open_all_day: flag,
          open_hour: hour,
          open_minutes: minute,
          close_hour: hour,
          close_minutes: minute,
        },
      },
    },
    out_of_office_message: text(10_000),
    timezone: text(100),
    allow_messages_after_resolved: flag,
    lock_to_single_conversation: flag,
    sender_name_type: { type: ['string', 'null'], enum: [...senderNameTypes, null] },
    business_name: text(255),
    channel: { type: ['object', 'null'] },
  },
}

export interface WorkingHourInput {
  day_of_week: number
  closed_all_day?: boolean | null
  open_all_day?: boolean | null
  open_hour?: number | null
  open_minutes?: number | null
  close_hour?: number | null
  close_minutes?: number | null
}

export interface InboxInput {
  name?: string
  avatar?: unknown
  greeting_enabled?: boolean | null
  greeting_message?: string | null
  enable_email_collect?: boolean | null
  csat_survey_enabled?: boolean | null
  csat_config?: Record<string, unknown> | null
  enable_auto_assignment?: boolean | null
  auto_assignment_config?: Record<string, unknown> | null
  working_hours_enabled?: boolean | null
  working_hours?: WorkingHourInput[] | null
  out_of_office_message?: string | null
  timezone?: string | null
  allow_messages_after_resolved?: boolean | null
  lock_to_single_conversation?: boolean | null
  sender_name_type?: (typeof senderNameTypes)[number] | null
  business_name?: string | null
  channel?: Record<string, unknown> | null
}

/** Forms can not send null: the word stands for it anywhere in an inbox's parameters. */
export function nullWords(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, nullWord(value)]))
}

function nullWord(value: unknown): unknown {
  if (value === 'null') return null
  if (Array.isArray(value)) return value.map(nullWord)
  const isPlain = typeof value === 'object' && value !== null && !('path' in value && 'bytes' in value)
  return isPlain ? nullWords(value as Record<string, unknown>) : value
}
