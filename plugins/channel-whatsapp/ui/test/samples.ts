import type { Health } from '../health-values.ts'
import type { Onboarding } from '../onboarding.ts'

const hour = 3_600_000
const day = 24 * hour

/** A moment so many hours from now. */
export const hoursFromNow = (hours: number): string => new Date(Date.now() + hours * hour).toISOString()

export const healthy: Health = {
  display_phone_number: '+1 555-010-4477',
  verified_name: 'Juniper Bikes',
  name_status: 'APPROVED',
  quality_rating: 'GREEN',
  messaging_limit_tier: 'TIER_1K',
  account_mode: 'LIVE',
  code_verification_status: 'VERIFIED',
  throughput: { level: 'STANDARD' },
  last_onboarded_time: '2025-10-02T06:11:08+0000',
  platform_type: 'CLOUD_API',
  business_id: '102290129340398',
  status: 'CONNECTED',
  can_send_message: 'AVAILABLE',
  is_on_biz_app: false,
  webhook: 'ours',
  webhook_configuration: {
    whatsapp_business_account: 'https://desk.ternthistle.example/webhooks/whatsapp/+97145550138',
    application: 'https://desk.ternthistle.example/webhooks/whatsapp',
  },
  fetched_at: hoursFromNow(-0.1),
}

export const pendingHealth: Health = {
  ...healthy,
  display_phone_number: '+971 4 555 0138',
  verified_name: 'Tern & Thistle Gulf',
  name_status: 'PENDING_REVIEW',
  quality_rating: 'UNKNOWN',
  messaging_limit_tier: 'TIER_250',
  throughput: { level: 'NOT_APPLICABLE' },
  last_onboarded_time: null,
  platform_type: 'NOT_APPLICABLE',
  status: 'PENDING',
  can_send_message: 'BLOCKED',
}

const certificate = {
  code: 100,
  subcode: 2_388_001,
  message: 'Cannot create certificate. Your display name could not be processed. Edit it and try again.',
}

export const waiting: Onboarding = {
  state: 'awaiting_provisioning',
  reason: null,
  since: hoursFromNow(-6 * 24),
  first_pending_at: hoursFromNow(-6 * 24),
  attempts: [
    { at: hoursFromNow(-144), by: 'automatic', outcome: 'refused', ...certificate },
    { at: hoursFromNow(-120), by: 'automatic', outcome: 'refused', ...certificate },
    { at: hoursFromNow(-96), by: 'automatic', outcome: 'refused', ...certificate },
    { at: hoursFromNow(-66), by: 1, outcome: 'refused', ...certificate },
    { at: hoursFromNow(-25), by: 'automatic', outcome: 'refused', ...certificate },
    { at: hoursFromNow(-1.4), by: 'automatic', outcome: 'refused', ...certificate },
  ],
  attempts_left_72h: 7,
  next_check_at: hoursFromNow(0.64),
  history: [
    { at: hoursFromNow(-144.03), from: null, to: 'subscribing', why: 'WhatsApp is told where to send messages.' },
    { at: hoursFromNow(-144.02), from: 'subscribing', to: 'verifying', why: 'Looking at the number.' },
    {
      at: hoursFromNow(-144.01),
      from: 'verifying',
      to: 'registering',
      why: 'The number is verified and not registered yet.',
    },
    { at: hoursFromNow(-144), from: 'registering', to: 'awaiting_provisioning', why: 'Meta reviews the display name.' },
  ],
  temporal_url: 'https://temporal.example/namespaces/default/workflows/channel-onboarding%2Finbox%2F12',
}

export const firstRefusal: Onboarding = {
  ...waiting,
  since: hoursFromNow(-0.05),
  first_pending_at: hoursFromNow(-0.05),
  attempts: [
    {
      at: hoursFromNow(-0.05),
      by: 'automatic',
      outcome: 'refused',
      ...certificate,
      message: 'Cannot create certificate.',
    },
  ],
  attempts_left_72h: 9,
  next_check_at: hoursFromNow(0.017),
}

export const live: Onboarding = {
  ...waiting,
  state: 'active',
  since: hoursFromNow(-30),
  attempts: [...waiting.attempts.slice(0, 2), { at: hoursFromNow(-30), by: 'automatic', outcome: 'ok' }],
  next_check_at: null,
  history: [
    ...waiting.history,
    { at: hoursFromNow(-30), from: 'activating', to: 'active', why: 'The number is live.' },
  ],
}

export const asking = (reason: string, change: Partial<Onboarding> = {}): Onboarding => ({
  ...waiting,
  state: 'action_required',
  reason,
  since: hoursFromNow(-3),
  attempts: [],
  attempts_left_72h: 10,
  ...change,
})

/** Ninety days: quality fell and came back, the limit grew. */
export const snapshots = () =>
  [
    [90, 'UNKNOWN', 'TIER_250'],
    [70, 'GREEN', 'TIER_250'],
    [52, 'GREEN', 'TIER_1K'],
    [33, 'YELLOW', 'TIER_1K'],
    [20, 'GREEN', 'TIER_2K'],
    [4, 'GREEN', 'TIER_10K'],
  ].map(([ago, quality_rating, messaging_limit_tier]) => ({
    at: new Date(Date.now() - Number(ago) * day + 60_000).toISOString(),
    quality_rating: String(quality_rating),
    messaging_limit_tier: String(messaging_limit_tier),
  }))
