import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BusboyInstance } from '@fastify/busboy'
import qs from 'qs'
import { CordboardError } from '../errors.ts'
import { type ParsedBody, tooLarge } from './body.ts'
import { clean } from './clean.ts'
import type { UploadedFile } from './route.ts'

export interface MultipartLimits {
  maxFileBytes: number
  maxFiles: number
}

type FileStream = Readable & { truncated?: boolean }
type Part = readonly [name: string, value: string | UploadedFile]

const maxFieldBytes = 1024 * 1024
const fileMark = '\u0001file:'

/** Reads a multipart body: fields by bracketed names, files into a temporary folder that `release` removes. */
export async function parseMultipart(request: IncomingMessage, limits: MultipartLimits): Promise<ParsedBody> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-upload-'))
  const release = () => rm(folder, { recursive: true, force: true })
  try {
    return { body: nest(await readParts(request, folder, limits)), json: false, release }
  } catch (error) {
    request.unpipe()
    request.resume()
    await release()
    throw CordboardError.is(error) ? error : unreadable(error)
  }
}

async function readParts(request: IncomingMessage, folder: string, limits: MultipartLimits): Promise<Part[]> {
  const { Busboy } = await import('@fastify/busboy')
  const parts: Promise<Part>[] = []
  const parser = new Busboy({
    headers: request.headers as { 'content-type': string },
    limits: { fileSize: limits.maxFileBytes, files: limits.maxFiles, fields: 1000, fieldSize: maxFieldBytes },
  })
  const failed = Promise.withResolvers<never>()
  const add = (part: Promise<Part>) => {
    part.catch(failed.reject)
    parts.push(part)
  }
  parser.on('field', (name: string, value: string) => add(Promise.resolve([name, value])))
  parser.on('file', (name: string, stream: FileStream, filename: string, _encoding: string, contentType: string) => {
    const path = join(folder, String(parts.length))
    add(
      keep(stream, path, limits.maxFileBytes).then((bytes) => [
        name,
        { filename: filename || 'file', contentType, path, bytes },
      ]),
    )
  })
  parser.once('filesLimit', () => failed.reject(tooManyFiles(limits.maxFiles)))
  // No `pipeline` here: it would break the connection with the first error, before the client could read the answer.
  await Promise.race([through(request, parser), failed.promise])
  return Promise.race([Promise.all(parts), failed.promise])
}

const through = (request: IncomingMessage, parser: BusboyInstance): Promise<void> =>
  new Promise((resolve, reject) => {
    parser.once('finish', resolve)
    parser.once('error', reject)
    request.once('error', reject)
    request.once('aborted', () => reject(new Error('The request ended early')))
    request.pipe(parser)
  })

async function keep(stream: FileStream, path: string, limit: number): Promise<number> {
  const target = createWriteStream(path)
  await pipeline(stream, target)
  if (stream.truncated) throw tooLarge(limit)
  return target.bytesWritten
}

// Files take part in the nesting of bracketed names as placeholders, so that one parser decides for all.
function nest(parts: readonly Part[]): Record<string, unknown> {
  const files: UploadedFile[] = []
  const pairs = parts.map(([name, value]) => {
    const text = typeof value === 'string' ? value.replaceAll('\u0001', '') : `${fileMark}${files.push(value) - 1}`
    return `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(text.toWellFormed())}`
  })
  const parsed = qs.parse(pairs.join('&'), { arrayLimit: 1000, depth: 10, parameterLimit: 5000 })
  return restoreFiles(clean(parsed), files) as Record<string, unknown>
}

function restoreFiles(value: unknown, files: readonly UploadedFile[]): unknown {
  if (typeof value === 'string') return value.startsWith(fileMark) ? files[Number(value.slice(fileMark.length))] : value
  if (Array.isArray(value)) return value.map((inner) => restoreFiles(inner, files))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restoreFiles(inner, files)]))
}

const unreadable = (cause: unknown) =>
  new CordboardError('request.multipart', 400, 'The multipart body is not readable', { cause })

const tooManyFiles = (limit: number) =>
  new CordboardError('request.tooManyFiles', 422, `More than ${limit} files at once are not accepted here`)
