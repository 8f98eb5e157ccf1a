import type { SimulatedAccount } from './account.ts'
import { accountCall } from './account-calls.ts'
import { appCall } from './app-calls.ts'
import { expiredToken, type GraphAnswer, invalidToken, ok, refuse, unknownObject } from './graph-answer.ts'
import type { MediaStore } from './media-store.ts'
import type { SimulatedNumber } from './number.ts'
import type { Script, ScriptedAnswer, ScriptedCall } from './script.ts'
import type { SimulatedApp } from './signup.ts'
import type { SimulatedToken, TokenBook } from './tokens.ts'

/** A call as it came in. */
export interface GraphRequest {
  method: string
  /** After the version, e.g. `['106540352242922', 'messages']`. */
  path: string[]
  query: URLSearchParams
  token: string | undefined
  contentType: string
  bytes: Buffer
}

/** What a call means: where its script is kept, how the contract names it, and what it does. */
export interface GraphCall {
  name: ScriptedCall
  script: Script
  /** As the provider's description calls the path; absent where it says nothing of it. */
  operation?: string
  run(): GraphAnswer | Promise<GraphAnswer>
}

export interface CallWorld {
  numbers: () => SimulatedNumber[]
  account: (id: string) => SimulatedAccount | undefined
  tokens: TokenBook
  app: SimulatedApp | undefined
  /** Of the app's own calls. */
  script: Script
  media: MediaStore
  /** The simulator's own address. */
  url: string
}

/** Finds what a request asks for, or the refusal it gets. */
export function findCall(request: GraphRequest, world: CallWorld): GraphCall | GraphAnswer {
  const ofApp = appCall(request, world)
  if (ofApp) return ofApp
  const token = world.tokens.get(request.token)
  if (!token) return invalidToken()
  if (token.isDead || (token.expiresAt !== null && token.expiresAt < Date.now())) return expiredToken()
  const mine = world
    .numbers()
    .filter(({ profile }) => profile.token === token.token || covers(token, profile.businessAccountId))
  const [id = '', edge] = request.path
  const number = mine.find(({ profile }) => profile.phoneNumberId === id)
  if (number) return phoneCall(request, number, edge, world) ?? unknownObject(id)
  const account = world.account(id)
  const isMine = covers(token, id) || mine.some(({ profile }) => profile.businessAccountId === id)
  if (account && isMine) return accountCall(request, { account, token, mine }, edge) ?? unknownObject(id)
  return (mine[0] && mediaCall(request, mine[0], id, edge, world)) ?? unknownObject(id)
}

const covers = ({ accounts }: SimulatedToken, id: string): boolean => accounts === undefined || accounts.includes(id)

function phoneCall(
  request: GraphRequest,
  number: SimulatedNumber,
  edge: string | undefined,
  world: CallWorld,
): GraphCall | undefined {
  const at = '/{Version}/{Phone-Number-ID}'
  const { script, registration } = number
  const body = () => parse(request.bytes) ?? {}
  if (request.method === 'GET' && edge === undefined)
    return { name: 'phone', script, operation: at, run: () => ok(phoneNode(number, world, request.query)) }
  if (request.method !== 'POST') return undefined
  switch (edge) {
    case undefined:
      return { name: 'configure', script, operation: at, run: () => configure(number, body()) }
    case 'messages':
      return { name: 'messages', script, operation: `${at}/messages`, run: () => acceptMessage(request, number, world) }
    case 'media':
      return { name: 'upload', script, operation: `${at}/media`, run: () => takeFile(request, world) }
    case 'register':
      return {
        name: 'register',
        script,
        operation: `${at}/register`,
        run: () => registration.register(body().pin),
      }
    case 'deregister':
      return { name: 'deregister', script, operation: `${at}/deregister`, run: () => registration.deregister() }
    default:
      return undefined
  }
}

function mediaCall(
  request: GraphRequest,
  { script }: SimulatedNumber,
  id: string,
  edge: string | undefined,
  world: CallWorld,
): GraphCall | undefined {
  const file = world.media.get(id)
  const at = '/{Version}/{Media-ID}'
  if (!file || edge !== undefined) return undefined
  if (request.method === 'DELETE')
    return { name: 'media', script, operation: at, run: () => ok({ success: world.media.remove(id) }) }
  if (request.method !== 'GET') return undefined
  const node = () => ({
    messaging_product: 'whatsapp',
    url: `${world.url}/media-download/${world.media.address(id)}`,
    mime_type: file.contentType,
    sha256: file.sha256,
    file_size: String(file.bytes.length),
    id,
  })
  return { name: 'media', script, operation: at, run: () => ok(node()) }
}

function configure(number: SimulatedNumber, { webhook_configuration: configuration }: Body): GraphAnswer {
  const address = (configuration as { override_callback_uri?: string } | undefined)?.override_callback_uri
  if (address === undefined) return refuse({ code: 100, message: 'Nothing to change' })
  number.overrideUrl = address || undefined
  return ok({ success: true })
}

function phoneNode(number: SimulatedNumber, { account }: CallWorld, query: URLSearchParams): Record<string, unknown> {
  const wanted = query.get('fields')?.split(',')
  const node = wanted?.includes('platform_type') ? number.look() : number.node
  const configuration = {
    ...(number.overrideUrl ? { phone_number: number.overrideUrl } : {}),
    ...(account(number.profile.businessAccountId)?.overrideUrl
      ? { whatsapp_business_account: account(number.profile.businessAccountId)?.overrideUrl }
      : {}),
  }
  const whole = { ...(Object.keys(configuration).length > 0 ? { webhook_configuration: configuration } : {}), ...node }
  return wanted
    ? Object.fromEntries(Object.entries(whole).filter(([key]) => key === 'id' || wanted.includes(key)))
    : whole
}

function acceptMessage(request: GraphRequest, number: SimulatedNumber, world: CallWorld): GraphAnswer {
  const body = parse(request.bytes)
  if (!body) return refuse({ code: 100, message: 'The request is not JSON' })
  if (body.status === 'read') return markRead(body, number)
  const type = String(body.type)
  const file = body[type] as { id?: string } | undefined
  if (file?.id !== undefined && !world.media.get(file.id))
    return refuse({ code: 131009, message: 'Parameter value is not valid', details: 'Media id is unknown' })
  const input = String(body.to ?? body.recipient ?? '')
  if (input === '') return refuse({ code: 100, message: "The parameter 'to' is required." })
  const { id, to } = number.accept(body)
  const status = type === 'template' ? { message_status: 'accepted' } : {}
  return ok({ messaging_product: 'whatsapp', contacts: [{ input, wa_id: to }], messages: [{ id, ...status }] })
}

function markRead(body: Record<string, unknown>, number: SimulatedNumber): GraphAnswer {
  number.emit('seen', String(body.message_id))
  if (body.typing_indicator) number.emit('typing', String(body.message_id))
  return ok({ success: true })
}

async function takeFile({ bytes, contentType }: GraphRequest, { media }: CallWorld): Promise<GraphAnswer> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined)
  const file = form?.get('file')
  if (!(file instanceof File) || form?.get('messaging_product') !== 'whatsapp')
    return refuse({ code: 100, message: 'Param file must be a file with one of the following types' })
  const kept = media.add(Buffer.from(await file.arrayBuffer()), file.type, file.name)
  return ok({ id: kept.id })
}

type Body = Record<string, unknown>

export function parse(bytes: Buffer): Body | undefined {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

/** A scripted refusal, if the script has one. */
export function scriptedRefusal({ error, status, body, retryAfterSeconds }: ScriptedAnswer): GraphAnswer | undefined {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  if (body !== undefined) return { status: status ?? 502, body, headers }
  return error && { ...refuse({ ...error, ...(status === undefined ? {} : { status }) }), headers }
}
