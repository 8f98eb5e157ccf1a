import { randomInt } from 'node:crypto'
import type { SimulatedAccount } from './account.ts'
import { type GraphAnswer, ok, refuse } from './graph-answer.ts'
import { type GraphCall, type GraphRequest, parse } from './graph-calls.ts'
import type { SimulatedNumber } from './number.ts'
import type { SimulatedToken } from './tokens.ts'

interface Asked {
  account: SimulatedAccount
  token: SimulatedToken
  /** Numbers that the token may use. */
  mine: SimulatedNumber[]
}

/** Calls on a business account; undefined for those that are not known. */
export function accountCall(
  request: GraphRequest,
  { account, token, mine }: Asked,
  edge: string | undefined,
): GraphCall | undefined {
  const at = '/{Version}/{WABA-ID}'
  const { method, query } = request
  const numbers = mine.filter(({ profile }) => profile.businessAccountId === account.id)
  const script = account.script
  switch (`${method} ${edge ?? ''}`) {
    case 'GET ':
      return { name: 'account', script, operation: at, run: () => ok({ id: account.id }) }
    case 'GET message_templates': {
      // Templates are the account's; they are kept, and scripted, with its first number.
      const [number] = numbers
      const run = () => ok(number ? templatePage(number, query) : { data: [] })
      return { name: 'templates', script: number?.script ?? script, operation: `${at}/message_templates`, run }
    }
    case 'GET phone_numbers':
      return {
        name: 'phoneNumbers',
        script,
        operation: `${at}/phone_numbers`,
        run: () => ok(numberPage(numbers, query)),
      }
    case 'GET subscribed_apps':
      return { name: 'subscribedApps', script, operation: `${at}/subscribed_apps`, run: () => ok(appList(account)) }
    case 'POST subscribed_apps':
      return {
        name: 'subscribe',
        script,
        operation: `${at}/subscribed_apps`,
        run: () => subscribe(request, account, token),
      }
    case 'DELETE subscribed_apps':
      return { name: 'unsubscribe', script, operation: `${at}/subscribed_apps`, run: () => unsubscribe(account, token) }
    default:
      return undefined
  }
}

function templatePage({ profile }: SimulatedNumber, query: URLSearchParams): object {
  const templates = profile.templates ?? []
  const limit = Number(query.get('limit') ?? 25)
  const start = Number(Buffer.from(query.get('after') ?? '', 'base64').toString() || 0)
  const data = templates.slice(start, start + limit)
  const end = start + data.length
  const cursors = { before: cursor(start), after: cursor(end) }
  const next = `https://graph.facebook.com/next?access_token=${profile.token}&after=${cursors.after}`
  return { data, paging: { cursors, ...(end < templates.length ? { next } : {}) } }
}

const cursor = (position: number): string => Buffer.from(String(position)).toString('base64')

function numberPage(numbers: SimulatedNumber[], query: URLSearchParams): object {
  const limit = Number(query.get('limit') ?? 25)
  const start = Number(Buffer.from(query.get('after') ?? '', 'base64').toString() || 0)
  const fields = query.get('fields')?.split(',') ?? [
    'display_phone_number',
    'verified_name',
    'quality_rating',
    'status',
  ]
  const data = numbers
    .slice(start, start + limit)
    .map(({ node }) => Object.fromEntries(Object.entries(node).filter(([key]) => key === 'id' || fields.includes(key))))
  const end = start + data.length
  const cursors = { before: cursor(start), after: cursor(end) }
  const next = 'https://graph.facebook.com/next'
  return { data, paging: { cursors, ...(end < numbers.length ? { next } : {}) } }
}

const appList = ({ subscriptions }: SimulatedAccount): object => ({
  data: subscriptions.map(({ appId, appName, overrideUrl }) => ({
    whatsapp_business_api_data: { id: appId, name: appName, link: `https://www.facebook.com/games/?app_id=${appId}` },
    ...(overrideUrl ? { override_callback_uri: overrideUrl } : {}),
  })),
})

const longestAddress = 200

async function subscribe(
  { bytes }: GraphRequest,
  account: SimulatedAccount,
  { appId }: SimulatedToken,
): Promise<GraphAnswer> {
  const { override_callback_uri: address, verify_token: token } = parse(bytes) ?? {}
  const overrideUrl = typeof address === 'string' && address !== '' ? address : undefined
  if (overrideUrl && overrideUrl.length > longestAddress)
    return refuse({ code: 100, message: 'Param override_callback_uri is too long' })
  if (overrideUrl && !(await answersChallenge(overrideUrl, String(token))))
    return refuse({ code: 2200, message: 'Callback verification failed with the following errors: wrong answer' })
  const known = account.subscriptions.findIndex((subscription) => subscription.appId === appId)
  account.subscriptions.splice(known < 0 ? account.subscriptions.length : known, known < 0 ? 0 : 1, {
    appId,
    appName: 'Cordboard',
    overrideUrl,
  })
  return ok({ success: true })
}

/** The provider calls an address back before it believes it. */
async function answersChallenge(address: string, token: string): Promise<boolean> {
  const challenge = String(randomInt(1e9))
  const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': token })
  const answer = await fetch(`${address}?${query}`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
  return answer?.status === 200 && (await answer.text()) === challenge
}

function unsubscribe(account: SimulatedAccount, { appId }: SimulatedToken): GraphAnswer {
  const known = account.subscriptions.findIndex((subscription) => subscription.appId === appId)
  if (known >= 0) account.subscriptions.splice(known, 1)
  return ok({ success: true })
}
