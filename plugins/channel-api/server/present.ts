import type { InboxPresentation } from '@cordboard/plugin-sdk'

/** The key is of our own making, for administrators to copy into their application. */
export const present = ({ identity, settings, administrator, secrets }: InboxPresentation) => ({
  webhook_url: settings.webhook_url ?? null,
  inbox_identifier: identity,
  hmac_mandatory: settings.hmac_mandatory ?? false,
  additional_attributes: settings.additional_attributes ?? {},
  ...(administrator && { hmac_token: secrets.hmac_token ?? null }),
})
