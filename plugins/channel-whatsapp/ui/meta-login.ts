import type { PanelContext } from '@cordboard/plugin-sdk/panel'

/** What the server tells of the installation's app at Meta. */
export interface Authorization {
  enabled: boolean
  app_id?: string
  configuration_id?: string
  api_version?: string
  extras?: Record<string, unknown>
  sdk_url?: string
}

/** What Meta's window tells of the business while it is open. */
export interface Business {
  phone_number_id?: string
  waba_id?: string
  business_id?: string
}

export type LoginEnd =
  | { end: 'done'; code: string; event: string; business: Business }
  | { end: 'cancelled'; step?: string }
  | { end: 'failed'; message: string; id?: string }

/** How far the login is: Meta's window stands open, or half of the answer is there. */
export type LoginStage = 'loading' | 'open' | 'business' | 'code'

interface Sdk {
  init(options: Record<string, unknown>): void
  login(done: (answer: { authResponse?: { code?: string } | null }) => void, options: Record<string, unknown>): void
}

declare global {
  interface Window {
    FB?: Sdk
  }
}

const finished = new Set([
  'FINISH',
  'FINISH_ONLY_WABA',
  'FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING',
  'FINISH_OBO_MIGRATION',
  'FINISH_GRANT_ONLY_API_ACCESS',
])
/** The window is closed with a code, and what it said of the business never came. */
const patience = 20_000

const loadedFor = new WeakMap<Sdk, string>()

/** Loads Meta's script, so that the press of the button can open its window at once. */
export async function prepareLogin(context: PanelContext, authorization: Authorization): Promise<Sdk> {
  if (!window.FB) await context.loadScript(authorization.sdk_url ?? '')
  const sdk = window.FB
  if (!sdk) throw new Error(context.t('login.noSdk'))
  if (loadedFor.get(sdk) !== authorization.app_id) {
    sdk.init({
      appId: authorization.app_id,
      autoLogAppEvents: true,
      xfbml: true,
      version: authorization.api_version,
    })
    loadedFor.set(sdk, authorization.app_id ?? '')
  }
  return sdk
}

/**
 * Opens Meta's window and waits for both halves of its answer, the code and the business, in whichever order they come.
 * The code is good for half a minute: use it at once.
 */
export async function login(
  context: PanelContext,
  authorization: Authorization,
  { stage, signal }: { stage(stage: LoginStage): void; signal: AbortSignal },
): Promise<LoginEnd> {
  stage('loading')
  const sdk = await prepareLogin(context, authorization)
  const { promise, resolve } = Promise.withResolvers<LoginEnd>()
  let code: string | undefined
  let session: { event: string; business: Business } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const settle = () => {
    if (code && session) resolve({ end: 'done', code, ...session })
  }
  const heard = (event: MessageEvent) => {
    if (!isFromMeta(event.origin, authorization.sdk_url)) return
    const news = sessionOf(event.data)
    if (!news) return
    if ('end' in news) return resolve(news)
    session = news
    stage('business')
    settle()
  }
  // Before the window opens: what it says first must not be missed.
  window.addEventListener('message', heard)
  signal.addEventListener('abort', () => resolve({ end: 'cancelled' }))
  stage('open')
  sdk.login(
    ({ authResponse }) => {
      code = authResponse?.code
      if (!code) return resolve({ end: 'cancelled' })
      stage('code')
      settle()
      timer = setTimeout(() => resolve({ end: 'failed', message: context.t('login.noBusiness') }), patience)
    },
    {
      config_id: authorization.configuration_id,
      response_type: 'code',
      override_default_response_type: true,
      extras: authorization.extras ?? {},
    },
  )
  const end = await promise
  clearTimeout(timer)
  window.removeEventListener('message', heard)
  return end
}

const productionHost = 'connect.facebook.net'

/** `evilfacebook.com` and `facebook.com.evil.test` are not Meta. A script from elsewhere stands in for it, with its own origin. */
export function isFromMeta(origin: string, sdkUrl: string | undefined): boolean {
  const from = URL.parse(origin)
  if (!from) return false
  if (from.protocol === 'https:' && (from.hostname === 'facebook.com' || from.hostname.endsWith('.facebook.com')))
    return true
  const sdk = URL.parse(sdkUrl ?? '')
  return sdk !== null && sdk.hostname !== productionHost && sdk.origin === origin
}

type Session = { event: string; business: Business } | Exclude<LoginEnd, { end: 'done' }>

/** What a message of Meta's window says, if it is about the sign-up at all. */
export function sessionOf(data: unknown): Session | undefined {
  const message = typeof data === 'string' ? parse(data) : data
  if (!isRecord(message) || message.type !== 'WA_EMBEDDED_SIGNUP') return undefined
  const event = text(message.event) ?? ''
  const details = isRecord(message.data) ? message.data : {}
  if (finished.has(event)) return { event, business: businessOf(details) }
  const words = text(details.error_message)
  const id = text(details.error_id) ?? text(details.error_code)
  if (event.toLowerCase() === 'error' || words) return { end: 'failed', message: words ?? event, ...(id ? { id } : {}) }
  if (event !== 'CANCEL') return undefined
  const step = text(details.current_step)
  return { end: 'cancelled', ...(step ? { step } : {}) }
}

function businessOf(details: Record<string, unknown>): Business {
  const business: Business = {}
  for (const name of ['phone_number_id', 'waba_id', 'business_id'] as const) {
    const value = text(details[name])
    if (value) business[name] = value
  }
  return business
}

function parse(words: string): unknown {
  try {
    return JSON.parse(words)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined
