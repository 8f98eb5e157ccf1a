import { createHash } from 'node:crypto'
import { type AttachmentRequest, type FetchedAttachment, PermanentError } from '@cordboard/plugin-sdk'
import type { Connection } from './connection.ts'
import { failureOf } from './errors.ts'
import type { Graph } from './graph.ts'
import { GraphError } from './graph-error.ts'
import { number, text } from './json.ts'

/** What Cordboard keeps of one file; the provider allows more for documents. */
const mostBytes = 40 * 1024 * 1024

/** Fetches a file that a customer sent: its address first, which lives for minutes, then the bytes. */
export async function fetchMedia(
  { attachment }: Pick<AttachmentRequest, 'attachment'>,
  connection: Connection,
  graph: Graph,
): Promise<FetchedAttachment> {
  const { reference } = attachment
  if (!reference || !/^[\w.-]{1,128}$/.test(reference)) throw gone('The file has no id at WhatsApp')
  try {
    const { response, described } = await open(reference, connection, graph)
    const expected = sha256Of(attachment.sha256) ?? sha256Of(text(described.sha256))
    return {
      stream: checked(response.body ?? new ReadableStream(), expected),
      contentType: text(described.mime_type) ?? attachment.contentType ?? 'application/octet-stream',
      ...(attachment.name ? { name: attachment.name } : {}),
    }
  } catch (error) {
    throw isGone(error) ? gone('WhatsApp no longer has this file') : failureOf(error, 1)
  }
}

async function open(reference: string, connection: Connection, graph: Graph) {
  for (let attempt = 1; ; attempt++) {
    const described = await graph.get(connection, reference, { phone_number_id: connection.phoneNumberId })
    const url = text(described.url) ?? ''
    if (!graph.ownsMedia(url)) throw gone('WhatsApp named an address for this file that is not its own')
    if ((number(described.file_size) ?? 0) > mostBytes) throw tooLarge()
    try {
      const response = await graph.download(connection, url)
      if ((number(response.headers.get('content-length')) ?? 0) > mostBytes) throw tooLarge()
      return { response, described }
    } catch (error) {
      // The address has expired: a new one is made by asking again.
      const expired = error instanceof GraphError && (error.status === 404 || error.status === 410)
      if (!expired || attempt > 1) throw error
    }
  }
}

async function* checked(body: AsyncIterable<Uint8Array>, expected: string | undefined): AsyncGenerator<Uint8Array> {
  const digest = createHash('sha256')
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > mostBytes) throw tooLarge()
    digest.update(chunk)
    yield chunk
  }
  if (expected !== undefined && digest.digest('hex') !== expected)
    throw new Error('The file that came is not the one that was sent: its checksum differs')
}

/** The provider writes checksums in hex in one place and in base64 in another. */
function sha256Of(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  if (/^[0-9a-f]{64}$/i.test(value)) return value.toLowerCase()
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(value) ? Buffer.from(value, 'base64').toString('hex') : undefined
}

// A media id that is unknown (100 or 33, as 400) or an address that is gone for good.
const isGone = (error: unknown): boolean =>
  error instanceof GraphError &&
  (error.status === 404 || error.status === 410 || error.code === 100 || error.code === 33)

const gone = (message: string): PermanentError => new PermanentError('whatsapp.media_gone', message)

const tooLarge = (): PermanentError =>
  new PermanentError('whatsapp.media_too_large', `The file is larger than ${mostBytes / 1024 / 1024} MB`)
