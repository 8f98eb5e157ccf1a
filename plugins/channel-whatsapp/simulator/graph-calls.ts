import { type GraphAnswer, invalidToken, ok, refuse, unknownObject } from './graph-answer.ts'
import type { MediaStore } from './media-store.ts'
import type { SimulatedNumber } from './number.ts'
import type { ScriptedAnswer, ScriptedCall } from './script.ts'

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
  number: SimulatedNumber
  /** As the provider's description calls the path. */
  operation: string
  run(): GraphAnswer | Promise<GraphAnswer>
}

interface World {
  numbers: () => SimulatedNumber[]
  media: MediaStore
  /** The simulator's own address. */
  url: string
}

/** Finds what a request asks for, or the refusal it gets. */
export function findCall(request: GraphRequest, world: World): GraphCall | GraphAnswer {
  const mine = world.numbers().filter(({ profile }) => profile.token === request.token)
  const anyone = mine[0]
  if (!anyone) return invalidToken()
  const [id = '', edge] = request.path
  const number = mine.find(({ profile }) => profile.phoneNumberId === id)
  if (number) return phoneCall(request, number, edge, world) ?? unknownObject(id)
  const account = mine.find(({ profile }) => profile.businessAccountId === id)
  if (account) return accountCall(request, account, mine, edge) ?? unknownObject(id)
  return mediaCall(request, anyone, id, edge, world) ?? unknownObject(id)
}

function phoneCall(
  request: GraphRequest,
  number: SimulatedNumber,
  edge: string | undefined,
  world: World,
): GraphCall | undefined {
  const at = '/{Version}/{Phone-Number-ID}'
  if (request.method === 'GET' && edge === undefined)
    return { name: 'phone', number, operation: at, run: () => ok(phoneNode(number, request.query)) }
  if (request.method === 'POST' && edge === 'messages')
    return { name: 'messages', number, operation: `${at}/messages`, run: () => acceptMessage(request, number, world) }
  if (request.method === 'POST' && edge === 'media')
    return { name: 'upload', number, operation: `${at}/media`, run: () => takeFile(request, world) }
  return undefined
}

function accountCall(
  request: GraphRequest,
  number: SimulatedNumber,
  mine: SimulatedNumber[],
  edge: string | undefined,
): GraphCall | undefined {
  const at = '/{Version}/{WABA-ID}'
  if (request.method !== 'GET') return undefined
  if (edge === 'message_templates')
    return {
      name: 'templates',
      number,
      operation: `${at}/message_templates`,
      run: () => ok(templatePage(number, request.query)),
    }
  if (edge !== 'phone_numbers') return undefined
  const data = mine
    .filter(({ profile }) => profile.businessAccountId === number.profile.businessAccountId)
    .map((each) =>
      phoneNode(each, new URLSearchParams({ fields: 'id,display_phone_number,verified_name,quality_rating' })),
    )
  return { name: 'phone', number, operation: `${at}/phone_numbers`, run: () => ok({ data }) }
}

function mediaCall(
  request: GraphRequest,
  number: SimulatedNumber,
  id: string,
  edge: string | undefined,
  world: World,
): GraphCall | undefined {
  const file = world.media.get(id)
  const at = '/{Version}/{Media-ID}'
  if (!file || edge !== undefined) return undefined
  if (request.method === 'DELETE')
    return { name: 'media', number, operation: at, run: () => ok({ success: world.media.remove(id) }) }
  if (request.method !== 'GET') return undefined
  const node = () => ({
    messaging_product: 'whatsapp',
    url: `${world.url}/media-download/${world.media.address(id)}`,
    mime_type: file.contentType,
    sha256: file.sha256,
    file_size: String(file.bytes.length),
    id,
  })
  return { name: 'media', number, operation: at, run: () => ok(node()) }
}

const usual = {
  name_status: 'APPROVED',
  quality_rating: 'GREEN',
  messaging_limit_tier: 'TIER_1K',
  account_mode: 'LIVE',
  code_verification_status: 'VERIFIED',
  throughput: { level: 'STANDARD' },
  last_onboarded_time: '2026-10-02T06:11:08+0000',
  platform_type: 'CLOUD_API',
}

function phoneNode({ profile }: SimulatedNumber, query: URLSearchParams): Record<string, unknown> {
  const { phoneNumberId, displayPhoneNumber, verifiedName, health } = profile
  const node: Record<string, unknown> = {
    ...usual,
    ...health,
    display_phone_number: displayPhoneNumber,
    verified_name: verifiedName,
    id: phoneNumberId,
  }
  const wanted = query.get('fields')?.split(',')
  return wanted
    ? Object.fromEntries(Object.entries(node).filter(([key]) => key === 'id' || wanted.includes(key)))
    : node
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

function acceptMessage(request: GraphRequest, number: SimulatedNumber, world: World): GraphAnswer {
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

async function takeFile({ bytes, contentType }: GraphRequest, { media }: World): Promise<GraphAnswer> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined)
  const file = form?.get('file')
  if (!(file instanceof File) || form?.get('messaging_product') !== 'whatsapp')
    return refuse({ code: 100, message: 'Param file must be a file with one of the following types' })
  const kept = media.add(Buffer.from(await file.arrayBuffer()), file.type, file.name)
  return ok({ id: kept.id })
}

function parse(bytes: Buffer): Record<string, unknown> | undefined {
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
