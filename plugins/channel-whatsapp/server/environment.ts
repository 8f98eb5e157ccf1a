/** What the installation's operator set for every number. */
export interface WhatsappEnvironment {
  /** Address of the Graph API, without a trailing slash. */
  graphUrl: string
  graphVersion: string
  appSecret: string | undefined
  webhookVerifyToken: string | undefined
}

export function readEnvironment(variables: Readonly<Record<string, string>>): WhatsappEnvironment {
  return {
    graphUrl: (variables.WHATSAPP_CLOUD_BASE_URL || 'https://graph.facebook.com').replace(/\/+$/, ''),
    graphVersion: variables.WHATSAPP_API_VERSION || 'v24.0',
    appSecret: variables.WHATSAPP_APP_SECRET || undefined,
    webhookVerifyToken: variables.WHATSAPP_WEBHOOK_VERIFY_TOKEN || undefined,
  }
}
