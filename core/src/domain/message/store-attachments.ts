import { createReadStream } from 'node:fs'
import { invalidRecord, unprocessable } from '../../errors.ts'
import type { Blob } from '../../files/blob.entity.ts'
import { isUploadedFile, type UploadedFile } from '../../http/route.ts'
import type { Work } from '../work.ts'
import { maxAttachments } from './create-message.ts'
import { type FileType, fileTypes } from './message.names.ts'
import type { ReadyAttachment } from './store-message.ts'

const images = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/bmp', 'image/webp'])
const videos = new Set(['video/ogg', 'video/mp4', 'video/webm', 'video/quicktime'])

/** The kind under which an attachment of a content type is shown. */
export function fileTypeOf(contentType: string): FileType {
  if (images.has(contentType)) return 'image'
  if (videos.has(contentType)) return 'video'
  return contentType.startsWith('audio/') ? 'audio' : 'file'
}

/** Stores what a request attached: uploaded files, or signed ids of files that were uploaded before. */
export async function storeAttachments(work: Work, given: unknown): Promise<ReadyAttachment[]> {
  const list = Array.isArray(given) ? given : given === undefined || given === null || given === '' ? [] : [given]
  if (list.length > maxAttachments) throw invalidRecord({ attachments: `Attachments exceed ${maxAttachments}` })
  const stored: ReadyAttachment[] = []
  for (const item of list) stored.push(attachmentOf(await blobOf(work, item)))
  return stored
}

async function blobOf(work: Work, item: unknown): Promise<Blob> {
  if (isUploadedFile(item)) return store(work, item)
  const blob = typeof item === 'string' ? await work.core.files.findSigned(work.em, item) : null
  if (!blob || blob.accountId !== work.accountId)
    throw unprocessable('The attachment is not a file or a known upload', 'attachment.unknown')
  return blob
}

const store = ({ core, em, accountId }: Work, { filename, contentType, path }: UploadedFile): Promise<Blob> =>
  core.files.store(em, { accountId, filename, contentType, source: createReadStream(path) })

const attachmentOf = ({ id, contentType, filename }: Blob): ReadyAttachment => ({
  file_type: fileTypes.indexOf(fileTypeOf(contentType)),
  blob_id: id,
  extension: /\.([A-Za-z0-9]{1,10})$/.exec(filename)?.[1]?.toLowerCase() ?? null,
  meta: {},
})
