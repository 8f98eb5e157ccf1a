import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy } from '@fastify/busboy'
import qs from 'qs'
import { CordboardError } from '../errors.ts'
import type { UploadedFile } from './route.ts'

export const maxJsonBytes = 10 * 1024 * 1024
export const maxFileBytes = 40 * 1024 * 1024
const maxFiles = 20
const maxDepth = 100

export interface ParsedBody {
  body: Record<string, unknown>
  /** Removes the uploaded files that nobody took. */
  release(): Promise<void>
}

/** Reads a request body of any kind the contract allows: JSON, form or multipart with nested names. */
export async function parseBody(request: IncomingMessage): Promise<ParsedBody> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === 'multipart/form-data') return parseMultipart(request)
  const text = (await readBytes(request, maxJsonBytes)).toString('utf8')
  const body = type === 'application/x-www-form-urlencoded' ? parseForm(text) : parseJson(text)
  return { body, release: async () => {} }
}

/** Collects a body; more than `limit` bytes is a 413. */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)
}

export const parseForm = (text: string): Record<string, unknown> =>
  clean(qs.parse(text, { arrayLimit: 1000, depth: 10, parameterLimit: 5000 })) as Record<string, unknown>

function parseJson(text: string): Record<string, unknown> {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new CordboardError('request.json', 400, 'The request body is not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { _json: clean(value) }
  return clean(value) as Record<string, unknown>
}

async function parseMultipart(request: IncomingMessage): Promise<ParsedBody> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-upload-'))
  const release = () => rm(folder, { recursive: true, force: true })
  try {
    return { body: await readParts(request, folder), release }
  } catch (error) {
    await release()
    throw error
  }
}

async function readParts(request: IncomingMessage, folder: string): Promise<Record<string, unknown>> {
  const pairs: [string, unknown][] = []
  const writes: Promise<void>[] = []
  const parser = new Busboy({
    headers: request.headers as { 'content-type': string },
    limits: { fileSize: maxFileBytes, files: maxFiles, fields: 1000, fieldSize: 1024 * 1024 },
  })
  parser.on('field', (name: string, value: string) => pairs.push([name, value]))
  parser.on(
    'file',
    (
      name: string,
      stream: Readable & { truncated?: boolean },
      filename: string,
      _encoding: string,
      contentType: string,
    ) => {
      const path = join(folder, String(writes.length))
      writes.push(
        keep(stream, path).then(
          (bytes) =>
            void pairs.push([name, { filename: filename ?? 'file', contentType, path, bytes } satisfies UploadedFile]),
        ),
      )
    },
  )
  await pipeline(request, parser).catch((error: Error) => {
    throw CordboardError.is(error)
      ? error
      : new CordboardError('request.multipart', 400, 'The multipart body is not readable', { cause: error })
  })
  await Promise.all(writes)
  return nest(pairs)
}

async function keep(stream: Readable & { truncated?: boolean; bytesRead?: number }, path: string): Promise<number> {
  const target = createWriteStream(path)
  await pipeline(stream, target)
  if (stream.truncated) throw tooLarge(maxFileBytes)
  return target.bytesWritten
}

// Files take part in the nesting of bracketed names as placeholders, so that one parser decides for all.
function nest(pairs: [string, unknown][]): Record<string, unknown> {
  const files: unknown[] = []
  const text = pairs
    .map(([name, value]) => {
      if (typeof value === 'string') return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
      files.push(value)
      return `${encodeURIComponent(name)}=${encodeURIComponent(`\u0001file:${files.length - 1}`)}`
    })
    .join('&')
  const parsed = qs.parse(text, { arrayLimit: 1000, depth: 10, parameterLimit: 5000 })
  const restore = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('\u0001file:')) return files[Number(value.slice(6))]
    if (Array.isArray(value)) return value.map(restore)
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restore(inner)]))
    return typeof value === 'string' ? cleanText(value) : value
  }
  return restore(parsed) as Record<string, unknown>
}

// PostgreSQL takes neither NUL nor half a surrogate pair; nothing a person writes needs them.
const cleanText = (text: string): string => text.replaceAll('\0', '').toWellFormed()

/** Cuts out what the database cannot hold, at any depth; refuses absurd nesting. */
export function clean(value: unknown, depth = 0): unknown {
  if (depth > maxDepth)
    throw new CordboardError('request.nesting', 400, `The request body is nested deeper than ${maxDepth} levels`)
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map((inner) => clean(inner, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__')
  return Object.fromEntries(entries.map(([key, inner]) => [cleanText(key), clean(inner, depth + 1)]))
}

const tooLarge = (limit: number) =>
  new CordboardError('request.tooLarge', 413, `The request body is larger than ${Math.floor(limit / 1024 / 1024)} MB`)
