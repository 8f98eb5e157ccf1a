import type { Inbox } from '../../data/inboxes.ts'

const names = ['phone_number', 'email', 'website_url', 'address', 'bot_name', 'inbox_identifier']

/** What customers write to, whatever the channel calls it. */
export function addressOf(inbox: Inbox): string {
  const found = names.map((name) => inbox[name]).find((value) => typeof value === 'string' && value !== '')
  return typeof found === 'string' ? found : ''
}

/** The token a provider sends back to prove that it means this inbox. */
export function verifyTokenOf(inbox: Inbox): string | undefined {
  const { provider_config: configuration, webhook_verify_token: own } = inbox as {
    provider_config?: { webhook_verify_token?: unknown }
    webhook_verify_token?: unknown
  }
  const token = own ?? configuration?.webhook_verify_token
  return typeof token === 'string' && token !== '' ? token : undefined
}
