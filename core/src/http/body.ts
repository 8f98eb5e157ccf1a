import type { IncomingMessage } from 'node:http'
import qs from 'qs'
import { CordboardError } from '../errors.ts'
import { clean } from './clean.ts'
import { parseMultipart } from './multipart.ts'

export const maxJsonBytes = 10 * 1024 * 1024
export const maxFileBytes = 40 * 1024 * 1024

export interface ParsedBody {
  body: Record<string, unknown>
  /** Whether the body was JSON: only then a missing wrapper is made up for. */
  json: boolean
  /** Removes the uploaded files that nobody took. */
  release(): Promise<void>
}

export const emptyBody: ParsedBody = { body: {}, json: true, release: async () => {} }

/** Reads a request body of any kind the contract allows: JSON, form or multipart with nested names. */
export async function parseBody(request: IncomingMessage, { files = true } = {}): Promise<ParsedBody> {
  if (!hasBody(request)) return emptyBody
  refuseEncoded(request)
  const type = contentType(request)
  if (type === 'multipart/form-data') return parseMultipart(request, { maxFileBytes, maxFiles: files ? 20 : 0 })
  const bytes = await readBytes(request, maxJsonBytes)
  if (type === 'application/x-www-form-urlencoded')
    return { ...emptyBody, json: false, body: parseForm(bytes.toString()) }
  return { ...emptyBody, body: isJson(type) ? parseJson(bytes) : parseUnnamed(bytes) }
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const contentType = ({ headers }: IncomingMessage) =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

const isJson = (type: string) => type === 'application/json' || type.endsWith('+json')

function refuseEncoded({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity')
    throw new CordboardError('request.encoding', 415, `The request body is encoded as ${encoding}; send it as it is`)
}

/** Collects a body; more than `limit` bytes is a 413. */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop must not break the connection: the client is to read the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)
}

/** Parses a query string or form with bracketed names. */
export const parseForm = (text: string): Record<string, unknown> =>
  clean(qs.parse(text, { arrayLimit: 1000, depth: 10, parameterLimit: 5000 })) as Record<string, unknown>

function parseJson(bytes: Buffer): Record<string, unknown> {
  const text = decode(bytes)
  if (text.trim() === '') return {}
  const value = clean(parse(text))
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : { _json: value }
}

// A body without a type we know is taken where it happens to be JSON, as programs often forget to name it.
function parseUnnamed(bytes: Buffer): Record<string, unknown> {
  return /^\s*\{/.test(bytes.subarray(0, 64).toString()) ? parseJson(bytes) : {}
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new CordboardError('request.utf8', 400, 'The request body is not valid UTF-8')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CordboardError('request.json', 400, 'The request body is not valid JSON')
  }
}

export const tooLarge = (limit: number) =>
  new CordboardError('request.tooLarge', 413, `The request body is larger than ${Math.floor(limit / 1024 / 1024)} MB`, {
    headers: { Connection: 'close' },
  })
