import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Sharp } from 'sharp'
import { CordboardError, notFound, unprocessable } from '../errors.ts'
import { type AccountRequest, accountRoutes, isUploadedFile, Reply, type Request, type Route } from '../http/route.ts'
import { Blob } from './blob.entity.ts'
import { hasThumbnail, mayShowInline } from './content-type.ts'
import { directUpload, receiveUpload } from './direct-upload.ts'
import { fetchFile } from './fetch-file.ts'
import type { NewFile } from './files.ts'
import { decoder } from './picture.ts'
import { rangeOf } from './range.ts'

const thumbnailWidth = 250
const cached = 'private, max-age=86400, immutable'

/** Signed links need no session: whoever was shown the message was given the link. */
export const fileRoutes: Route[] = [
  { method: 'GET', path: '/rails/active_storage/blobs/redirect/:token/:filename', auth: 'none', handle: download },
  {
    method: 'GET',
    path: '/rails/active_storage/representations/redirect/:token/:filename',
    auth: 'none',
    handle: thumbnail,
  },
  {
    method: 'PUT',
    path: '/rails/active_storage/disk/:token',
    auth: 'none',
    rawBody: true,
    transaction: false,
    handle: receiveUpload,
  },
  ...accountRoutes([
    { method: 'POST', path: '/upload', transaction: false, handle: upload },
    { method: 'POST', path: '/conversations/:conversation_id/direct_uploads', handle: directUpload },
  ]),
]

async function download({ core, em, params, headers }: Request): Promise<Reply> {
  const blob = await signedBlob(core.files.signer.verify('link', params.token ?? ''), em)
  const range = rangeOf(headers.range, blob.byteSize)
  if (range === 'unsatisfiable') return new Reply(416, undefined, { 'content-range': `bytes */${blob.byteSize}` })
  const body = core.files.read(blob, range)
  const common = { ...safely(blob.contentType, blob.filename), 'accept-ranges': 'bytes' }
  if (!range) return new Reply(200, body, { ...common, 'content-length': String(blob.byteSize) })
  return new Reply(206, body, {
    ...common,
    'content-length': String(range.end - range.start + 1),
    'content-range': `bytes ${range.start}-${range.end}/${blob.byteSize}`,
  })
}

async function thumbnail({ core, em, params }: Request): Promise<Reply> {
  const blob = await signedBlob(core.files.signer.verify('thumbnail', params.token ?? ''), em)
  if (!hasThumbnail(blob.contentType)) throw notFound()
  const key = `${blob.key}.thumb`
  const { disk } = core.files
  if (!(await disk.has(key)))
    await disk.write(key, Readable.from([await shrink(await decoder(), core.files.read(blob))]))
  return new Reply(200, disk.read(key), safely('image/webp', blob.filename))
}

async function shrink(picture: Sharp, source: Readable): Promise<Buffer> {
  const image = picture.autoOrient().resize({ width: thumbnailWidth, withoutEnlargement: true }).webp()
  source.on('error', (error) => image.destroy(error)).pipe(image)
  try {
    return await image.toBuffer()
  } catch (cause) {
    throw new CordboardError('file.unreadable', 404, 'This picture can not be shown small', { cause })
  }
}

async function signedBlob(id: number | undefined, em: Request['em']): Promise<Blob> {
  const blob = id === undefined ? null : await em.findOne(Blob, { id })
  if (!blob) throw notFound()
  return blob
}

// A stored file never runs in our origin: unknown types are downloads, and even shown ones get a policy that allows nothing.
function safely(contentType: string, filename: string): Record<string, string> {
  const inline = mayShowInline(contentType)
  return {
    'content-type': inline ? withCharset(contentType) : 'application/octet-stream',
    'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(filename)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': cached,
  }
}

const withCharset = (contentType: string) => (contentType === 'text/plain' ? 'text/plain; charset=utf-8' : contentType)

async function upload({ core, em, account, body }: AccountRequest) {
  const blob = await core.files.store(em, { accountId: account.id, ...(await given(body)) })
  return { file_url: core.files.url(blob), blob_key: blob.key, blob_id: blob.id }
}

function given({ attachment, external_url }: AccountRequest['body']): Promise<FileSource> | FileSource {
  if (isUploadedFile(attachment)) {
    const { filename, contentType, path } = attachment
    return { filename, contentType, source: createReadStream(path) }
  }
  if (typeof external_url === 'string' && external_url !== '') return fetchFile(external_url)
  throw unprocessable('No file or URL provided', 'upload.missing')
}

type FileSource = Pick<NewFile, 'filename' | 'contentType' | 'source'>
