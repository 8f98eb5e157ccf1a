import { locales } from './locales.ts'

const nullableText = (maxLength: number) => ({ type: ['string', 'null'], maxLength })
const nullableFlag = { type: ['boolean', 'null'] }

/** What an administrator may change of an account. */
export const accountInput = {
  properties: {
    name: { type: 'string', maxLength: 255 },
    locale: { type: 'string', enum: locales },
    domain: nullableText(100),
    support_email: nullableText(100),
    industry: nullableText(255),
    company_size: nullableText(255),
    timezone: nullableText(255),
    // Minutes.
    auto_resolve_after: { type: ['integer', 'null'], minimum: 10, maximum: 1_439_856 },
    auto_resolve_message: nullableText(10_000),
    auto_resolve_ignore_waiting: nullableFlag,
    auto_resolve_label: nullableText(255),
    audio_transcriptions: nullableFlag,
  },
}

export interface AccountInput {
  name?: string
  locale?: string
  domain?: string | null
  support_email?: string | null
  [other: string]: unknown
}
