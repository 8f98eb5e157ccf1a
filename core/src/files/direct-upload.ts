import { createHash, randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Conversation } from '../domain/conversation/conversation.entity.ts'
import { invalidRecord, notFound, unprocessable } from '../errors.ts'
import type { AccountRequest, Request } from '../http/route.ts'
import { rowId } from '../http/row-id.ts'
import { Blob } from './blob.entity.ts'
import { contentTypeOf, sampleBytes } from './content-type.ts'
import { safeName } from './create-files.ts'

const uploadLifetime = 15 * 60 * 1000
const maxBytes = 40 * 1024 * 1024

/** First step of a direct upload: announces a file and gets the address that takes its bytes. */
export async function directUpload({ core, em, account, params, body }: AccountRequest) {
  const displayId = rowId(params.conversation_id)
  if (!(await em.findOne(Conversation, { accountId: account.id, displayId }))) throw notFound()
  const { filename, contentType, byteSize, checksum } = announced(body.blob)
  const blob = em.create(Blob, {
    accountId: account.id,
    key: randomBytes(20).toString('hex'),
    filename,
    contentType,
    byteSize,
    checksum,
  })
  await em.flush()
  const token = core.files.signer.sign('upload', blob.id, Date.now() + uploadLifetime)
  return {
    id: blob.id,
    key: blob.key,
    filename,
    content_type: contentType,
    metadata: {},
    service_name: 'local',
    byte_size: byteSize,
    checksum,
    created_at: blob.createdAt.toISOString(),
    signed_id: core.files.signedId(blob),
    direct_upload: {
      url: `${core.configuration.url}/rails/active_storage/disk/${token}`,
      headers: { 'Content-Type': contentType },
    },
  }
}

/** Second step: the bytes, which must be those that were announced. */
export async function receiveUpload({ core, em, params, stream }: Request) {
  const id = core.files.signer.verify('upload', params.token ?? '')
  const blob = id === undefined ? null : await em.findOne(Blob, { id })
  if (!blob || !stream) throw notFound()
  if (await core.files.disk.has(blob.key)) throw unprocessable('This file was uploaded already', 'upload.repeated')
  const sample = await keep(core.files.disk, blob, stream)
  blob.contentType = await contentTypeOf(sample, blob.contentType)
  await em.flush()
}

async function keep(disk: Request['core']['files']['disk'], blob: Blob, stream: Readable): Promise<Buffer> {
  const md5 = createHash('md5')
  const sample: Uint8Array[] = []
  let size = 0
  await disk.write(
    blob.key,
    (async function* () {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        if (size < sampleBytes) sample.push(chunk.subarray(0, sampleBytes - size))
        size += chunk.length
        if (size > blob.byteSize) break
        md5.update(chunk)
        yield chunk
      }
      if (size !== blob.byteSize || md5.digest('base64') !== blob.checksum)
        throw unprocessable('The bytes differ from what was announced (byte_size, checksum)', 'upload.mismatch')
    })(),
  )
  return Buffer.concat(sample)
}

function announced(value: unknown) {
  const blob = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const byteSize = Number(blob.byte_size)
  if (typeof blob.filename !== 'string' || blob.filename === '')
    throw invalidRecord({ filename: 'Filename must be given' })
  if (typeof blob.checksum !== 'string')
    throw invalidRecord({ checksum: 'Checksum must be the base64 MD5 of the bytes' })
  if (!Number.isSafeInteger(byteSize) || byteSize < 0 || byteSize > maxBytes)
    throw invalidRecord({ byte_size: `Byte size must be a number up to ${maxBytes}` })
  const contentType = typeof blob.content_type === 'string' ? blob.content_type : 'application/octet-stream'
  return { filename: safeName(blob.filename), contentType, byteSize, checksum: blob.checksum }
}
