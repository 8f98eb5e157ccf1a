/** What the provider says of a number. Every word of it is open: what is not known means nothing. */
export interface NumberFacts {
  display_phone_number: string | null
  verified_name: string | null
  name_status: string | null
  /** Of a changed name that is under review beside the one in use. */
  new_name_status: string | null
  quality_rating: string | null
  messaging_limit_tier: string | null
  account_mode: string | null
  code_verification_status: string | null
  throughput: string | null
  last_onboarded_time: string | null
  platform_type: string | null
  status: string | null
  is_on_biz_app: boolean | null
  can_send_message: string | null
}

/** Where the provider sends what happens. `unknown`: it did not say. */
export type WebhookState = 'ours' | 'other' | 'missing' | 'unknown'

/** What one look shows, without any secret. */
export interface WhatsappFacts {
  /** `manual` numbers belong to an app of the business's own: they are looked after, and registered only on demand. */
  mode: 'signup' | 'manual'
  /** Null while the business account has no number. */
  phoneNumberId: string | null
  number: NumberFacts | null
  /** A number of the account that no inbox has yet, while this one has none. */
  found: { id: string; display_phone_number: string } | null
  webhook: WebhookState
  /** Milliseconds since 1970; null where the token lasts for ever, or nobody knows. */
  tokenExpiresAt: number | null
  /** Whether somebody entered a PIN that was not tried yet. */
  pinEntered: boolean
  /** Registration calls that the inbox remembers, of earlier processes too, in milliseconds since 1970. */
  registerCalls: { at: number[]; blockedAt: number | null }
}

const approvedNames = new Set(['APPROVED', 'AVAILABLE_WITHOUT_REVIEW'])
const refusedNames = new Set(['DECLINED', 'REJECTED', 'EXPIRED'])

export const isApproved = (nameStatus: string | null | undefined): boolean => approvedNames.has(nameStatus ?? '')
export const isRefused = (nameStatus: string | null | undefined): boolean => refusedNames.has(nameStatus ?? '')

/** Whether the number takes part: in the cloud with capacity, or shared with the phone application. */
export const isLive = ({ is_on_biz_app, platform_type, throughput }: NumberFacts): boolean =>
  is_on_biz_app === true || (platform_type === 'CLOUD_API' && throughput !== 'NOT_APPLICABLE')

/** Whether the provider left out all that says where the number stands. */
export const saysNothing = ({ is_on_biz_app, platform_type, throughput }: NumberFacts): boolean =>
  is_on_biz_app !== true && platform_type === null && throughput === null

const endings = new Set(['ACCOUNT_DELETED', 'PARTNER_REMOVED', 'PARTNER_APP_UNINSTALLED', 'DISABLE'])

/** Whether news of the account end what the number lives by. */
export const isEnding = (event: string): boolean => endings.has(event)
