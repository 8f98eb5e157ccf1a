import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Contract } from './contract.ts'
import type { GraphAnswer } from './graph-answer.ts'
import { type CallWorld, findCall, type GraphCall, type GraphRequest, parse, scriptedRefusal } from './graph-calls.ts'

export interface GraphWorld extends CallWorld {
  contract: Contract | undefined
  /** Where traffic and the provider's description disagree. */
  problems: string[]
  calls: RecordedCall[]
}

export interface RecordedCall {
  method: string
  path: string
  /** 0 where the answer was lost on purpose. */
  status: number
  /** When it came and when it was answered, in milliseconds since 1970. */
  began: number
  at: number
  /** What was sent, where it was JSON. */
  body?: Record<string, unknown>
}

/** Answers a request to the simulated Graph API or its file host; false when it is for neither. */
export async function answerGraph(
  request: IncomingMessage,
  response: ServerResponse,
  world: GraphWorld,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', world.url)
  const path = url.pathname.split('/').filter(Boolean)
  const isDownload = path[0] === 'media-download'
  if (!isDownload && !/^v\d+\.\d+$/.test(path[0] ?? '')) return false
  const call: GraphRequest = {
    method: request.method ?? 'GET',
    path: path.slice(1),
    query: url.searchParams,
    token: /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1],
    contentType: request.headers['content-type'] ?? '',
    bytes: await read(request),
  }
  const began = Date.now()
  const answer = isDownload ? await download(call, response, world) : await run(call, response, world)
  const body = call.contentType.startsWith('application/json') ? parse(call.bytes) : undefined
  const about = { method: call.method, path: url.pathname, status: answer?.status ?? 0, began, at: Date.now() }
  world.calls.push(body ? { ...about, body } : about)
  if (answer) write(response, answer)
  return true
}

async function run(
  request: GraphRequest,
  response: ServerResponse,
  world: GraphWorld,
): Promise<GraphAnswer | undefined> {
  const found = findCall(request, world)
  if (!('run' in found)) return found
  const { operation } = found
  const answer = await follow(found, response)
  if (operation === undefined || !world.contract) return answer
  const problems = world.contract.checkRequest(operation, request)
  if (answer && typeof answer.body !== 'string')
    problems.push(...world.contract.checkAnswer(operation, request.method, answer))
  world.problems.push(...problems.map((problem) => `${request.method} ${operation}: ${problem}`))
  return answer
}

// The script decides whether the call is carried out, and whether the answer arrives.
async function follow(
  call: Pick<GraphCall, 'name' | 'script' | 'run'>,
  response: ServerResponse,
): Promise<GraphAnswer | undefined> {
  const scripted = call.script.take(call.name)
  if (scripted?.delay) await wait(scripted.delay)
  const refusal = scripted && scriptedRefusal(scripted)
  if (refusal) return refusal
  if (scripted?.drop === 'before') return cut(response)
  const answer = await call.run()
  return scripted?.drop === 'after' ? cut(response) : answer
}

function cut(response: ServerResponse): undefined {
  response.destroy()
  return undefined
}

async function download(
  { path, token }: GraphRequest,
  response: ServerResponse,
  { media, numbers }: GraphWorld,
): Promise<GraphAnswer | undefined> {
  const number = numbers().find(({ profile }) => profile.token === token)
  if (!number) return { status: 401, body: '' }
  return follow(
    {
      name: 'download',
      script: number.script,
      run: () => {
        const file = media.byAddress(path[0] ?? '')
        if (!file) return { status: 404, body: '' }
        return { status: 200, body: file.bytes, headers: { 'content-type': file.contentType } }
      },
    },
    response,
  )
}

function write(response: ServerResponse, { status, body, headers }: GraphAnswer): void {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  response.writeHead(status, { ...(isRaw ? {} : { 'content-type': 'application/json; charset=UTF-8' }), ...headers })
  response.end(isRaw ? body : JSON.stringify(body))
}

export async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
