import type { PluginRequest, PluginResponse, RouteCollector } from '@cordboard/plugin-sdk'
import type { WhatsappEnvironment } from '../environment.ts'
import { word } from '../json.ts'
import { type Handed, type SignupParts, signInAgain, signUp } from './sign-up.ts'
import { SignupRefused } from './signup-refused.ts'

type Parts = Omit<SignupParts, 'tokens'> & {
  environment: WhatsappEnvironment
  /** Undefined while the installation has no app of its own. */
  tokens: SignupParts['tokens'] | undefined
}

const path = '/api/v1/accounts/:account_id/whatsapp/authorization'

export function addSignupRoutes(routes: RouteCollector, parts: Parts): void {
  routes.handle('GET', path, () => ({ status: 200, body: forBrowser(parts.environment) }))
  routes.handle('POST', path, (request) => authorize(request, parts))
}

/** What the browser needs to open Meta's window. Never the app's secret. */
function forBrowser(environment: WhatsappEnvironment): Record<string, unknown> {
  const { appId, configurationId, graphVersion, signupExtras, sdkUrl } = environment
  if (appId === undefined || configurationId === undefined) return { enabled: false }
  return {
    enabled: true,
    app_id: appId,
    configuration_id: configurationId,
    api_version: graphVersion,
    extras: signupExtras,
    sdk_url: sdkUrl,
  }
}

async function authorize({ accountId, userId, body }: PluginRequest, parts: Parts): Promise<PluginResponse> {
  const { environment, tokens, channels } = parts
  if (accountId === undefined) return missing
  if (environment.appId === undefined || environment.configurationId === undefined)
    return refuse('Sign-up with Meta is not set up: the operator sets WHATSAPP_APP_ID and WHATSAPP_CONFIGURATION_ID')
  if (!tokens) return refuse('Sign-up with Meta is not set up: the operator sets WHATSAPP_APP_SECRET')
  try {
    const handed = readHanded(body)
    if (body.inbox_id === undefined || body.inbox_id === null)
      return {
        status: 200,
        body: { success: true, ...(await signUp(handed, { accountId, userId }, { ...parts, tokens })), ...kind },
      }
    const channel = await channels.get(Number(body.inbox_id) || 0)
    if (!channel || channel.accountId !== accountId) return missing
    const again = await signInAgain(handed, { channel, userId }, { ...parts, tokens })
    return { status: 200, body: { success: true, ...again, ...kind, message: 'Channel reauthorized successfully' } }
  } catch (error) {
    if (error instanceof SignupRefused) return refuse(error.message)
    throw error
  }
}

const kind = { channel_type: 'whatsapp' }
const missing: PluginResponse = { status: 404, body: { error: 'Resource could not be found' } }
const refuse = (error: string): PluginResponse => ({ status: 422, body: { success: false, error } })

const longestCode = 4_096

function readHanded(body: Record<string, unknown>): Handed {
  const given = { code: word(body.code), business_id: word(body.business_id), waba_id: word(body.waba_id) }
  const absent = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []))
  if (absent.length > 0) throw new SignupRefused(`Required parameters are missing: ${absent.join(', ')}`)
  const { code = '', business_id: businessId = '', waba_id: businessAccountId = '' } = given
  const phoneNumberId = word(body.phone_number_id)
  const odd = Object.entries({ business_id: businessId, waba_id: businessAccountId, phone_number_id: phoneNumberId })
    .filter(([, id]) => id !== undefined && !/^\d{1,32}$/.test(id))
    .map(([name]) => name)
  if (code.length > longestCode) odd.unshift('code')
  if (odd.length > 0) throw new SignupRefused(`Not as Meta gives them: ${odd.join(', ')}`)
  return { code, businessId, businessAccountId, phoneNumberId }
}
