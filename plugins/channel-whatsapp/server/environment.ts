import { type Json, record } from './json.ts'

/** What the installation's operator set for every number. */
export interface WhatsappEnvironment {
  /** Address of the Graph API, without a trailing slash. */
  graphUrl: string
  graphVersion: string
  appId: string | undefined
  appSecret: string | undefined
  /** Of the sign-up configuration in the app. */
  configurationId: string | undefined
  webhookVerifyToken: string | undefined
  /** Passed on to Meta's window as they are. */
  signupExtras: Json
  /** Where the browser loads Meta's script from. */
  sdkUrl: string
}

export function readEnvironment(variables: Readonly<Record<string, string>>): WhatsappEnvironment {
  return {
    graphUrl: (variables.WHATSAPP_CLOUD_BASE_URL || 'https://graph.facebook.com').replace(/\/+$/, ''),
    graphVersion: variables.WHATSAPP_API_VERSION || 'v24.0',
    appId: named(variables.WHATSAPP_APP_ID),
    appSecret: variables.WHATSAPP_APP_SECRET || undefined,
    configurationId: named(variables.WHATSAPP_CONFIGURATION_ID),
    webhookVerifyToken: variables.WHATSAPP_WEBHOOK_VERIFY_TOKEN || undefined,
    signupExtras: readExtras(variables.WHATSAPP_SIGNUP_EXTRAS || '{}'),
    sdkUrl: variables.WHATSAPP_SDK_URL || 'https://connect.facebook.net/en_US/sdk.js',
  }
}

// `none` is how other installations say that there is no app.
const named = (value: string | undefined): string | undefined => (value && value !== 'none' ? value : undefined)

function readExtras(text: string): Json {
  try {
    const extras = record(JSON.parse(text))
    if (extras) return extras
  } catch {}
  throw new Error(`WHATSAPP_SIGNUP_EXTRAS is not a JSON object: ${text}`)
}
