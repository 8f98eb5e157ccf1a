import type { InboxPresentation } from '@cordboard/plugin-sdk'
import { present as withValues } from './json.ts'
import { mask } from './mask.ts'
import { callbackUrl } from './onboarding/subscription.ts'

/** The inbox as clients of the public contract know it. What connects it is for administrators, and never a key. */
export function present(inbox: InboxPresentation, installationSecret: boolean): Record<string, unknown> {
  const { settings, identity, secretNames, secrets, administrator } = inbox
  return {
    // An account that has no number yet is known by its own id.
    phone_number: identity.startsWith('+') ? identity : null,
    provider: 'whatsapp_cloud',
    callback_webhook_url: callbackUrl(inbox, inbox),
    message_templates: settings.message_templates ?? [],
    message_templates_last_updated: settings.message_templates_last_updated ?? null,
    reauthorization_required: settings.reauthorization_required === true,
    // Without a secret anybody who knows the address can pretend to be the provider: worth a warning on the screen.
    webhook_signature_checked: installationSecret || secretNames.includes('app_secret'),
    business_portfolio_id: settings.business_portfolio_id ?? null,
    ...(administrator
      ? { provider_config: providerConfig(settings, secrets), has_pin: Boolean(secrets.verification_pin) }
      : {}),
  }
}

// The verify token is ours, to be pasted at the provider; the keys are theirs, and only hinted at.
const providerConfig = (settings: Record<string, unknown>, secrets: Record<string, string>) =>
  withValues({
    source: settings.source,
    phone_number_id: settings.phone_number_id,
    business_account_id: settings.business_account_id,
    webhook_verify_token: secrets.webhook_verify_token,
    api_key: secrets.api_key && mask(secrets.api_key),
    app_secret: secrets.app_secret ? mask(secrets.app_secret) : undefined,
  })
