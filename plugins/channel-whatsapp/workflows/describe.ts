import type { NoticeText, Occasion } from '@cordboard/plugin-sdk/onboarding'

type Words = Pick<NoticeText, 'title' | 'text' | 'severity'>

/** What administrators are told while a number goes live. The inbox's name stands beside it. */
export function describe(occasion: Occasion): NoticeText {
  switch (occasion.kind) {
    case 'asked':
      return named(`asked.${occasion.reason}`, asked(occasion.reason, occasion.why), { why: occasion.why })
    case 'reminder':
      return named('reminder', reminder(occasion.state), { after: occasion.after, state: occasion.state })
    case 'stalled':
      return named('stalled', stalled)
    case 'failed':
      return named('failed', failed(occasion.why), { why: occasion.why })
    case 'live':
      return named('live', live)
  }
}

const named = (key: string, words: Words, values?: Record<string, unknown>): NoticeText => ({
  ...words,
  message: `notice.onboarding.${key}`,
  ...(values ? { values } : {}),
})

const titles: Record<string, string> = {
  verify_number: 'Verify the WhatsApp number',
  display_name: 'Meta refused the display name',
  pin: 'Enter the PIN of the WhatsApp number',
  reauthorize: 'Connect the WhatsApp number again',
  webhook: 'WhatsApp cannot deliver messages to Cordboard',
  policy: 'Meta restricted the WhatsApp account',
  payment: 'Meta wants a payment method',
  on_premise: 'Move the WhatsApp number to the Cloud API',
  register: 'The WhatsApp number is not registered yet',
}

const asked = (reason: string, why: string): Words => ({
  severity: reason === 'register' ? 'info' : 'warning',
  title: titles[reason] ?? 'The WhatsApp number needs you',
  text: why,
})

const reminder = (state: string): Words => ({
  severity: 'warning',
  title: state === 'action_required' ? 'The WhatsApp number still needs you' : 'The WhatsApp number is not live yet',
  text:
    state === 'action_required'
      ? 'It goes live once the open step is done. Open the inbox, tab Account Health, to see which one.'
      : 'WhatsApp has not made it ready. You need not do anything: it is looked at again and again. The inbox, tab Account Health, shows each step.',
})

const stalled: Words = {
  severity: 'critical',
  title: 'The WhatsApp number has been waiting for 7 days',
  text: 'Open WhatsApp Manager, edit or resubmit the display name, then choose Complete registration in the inbox.',
}

const failed = (why: string): Words => ({
  severity: 'critical',
  title: 'The WhatsApp number did not go live',
  text: `${why} To try again, connect the number once more.`,
})

const live: Words = {
  severity: 'info',
  title: 'The WhatsApp number is live',
  text: 'Customers can write to it, and your team can answer.',
}
