import type { Files } from '../../files/files.ts'
import { type FileType, fileTypes } from './message.names.ts'

/** An attachment as `attachmentsJson` reads it. */
export interface AttachmentRow {
  id: number
  account_id: number
  message_id: number
  file_type: number
  external_url: string | null
  coordinates_lat: number
  coordinates_long: number
  fallback_title: string | null
  extension: string | null
  meta: Record<string, unknown>
  created_at: string
  blob: AttachmentBlob | null
}

export interface AttachmentBlob {
  id: number
  filename: string
  contentType: string
  byteSize: number
  metadata: Record<string, unknown>
}

/** SQL of the attachments of message `m`, as a JSON array. */
export const attachmentsJson = (m: string): string => `(
  select coalesce(json_agg(${attachmentJson('a')} order by a.id), '[]')
  from attachments a where a.account_id = ${m}.account_id and a.message_id = ${m}.id)`

/** SQL of attachment `a` with its blob, as a JSON object. */
export const attachmentJson = (a: string): string => `json_build_object(
  'id', ${a}.id, 'account_id', ${a}.account_id, 'message_id', ${a}.message_id, 'file_type', ${a}.file_type,
  'external_url', ${a}.external_url, 'coordinates_lat', ${a}.coordinates_lat, 'coordinates_long', ${a}.coordinates_long,
  'fallback_title', ${a}.fallback_title, 'extension', ${a}.extension, 'meta', ${a}.meta, 'created_at', ${a}.created_at,
  'blob', (select json_build_object('id', b.id, 'filename', b.filename, 'contentType', b.content_type,
    'byteSize', b.byte_size, 'metadata', b.metadata) from blobs b where b.id = ${a}.blob_id))`

type Addresses = Pick<Files, 'url' | 'thumbnailUrl'>

/** {Attachment}: what it carries depends on the kind. */
export function presentAttachment(row: AttachmentRow, files: Addresses) {
  const fileType = fileTypes[row.file_type] ?? 'file'
  const base = { id: row.id, message_id: row.message_id, file_type: fileType, account_id: row.account_id }
  return { ...base, ...presentKind(fileType, row, files) }
}

function presentKind(fileType: FileType, row: AttachmentRow, files: Addresses): Record<string, unknown> {
  switch (fileType) {
    case 'location':
      return {
        coordinates_lat: row.coordinates_lat,
        coordinates_long: row.coordinates_long,
        fallback_title: row.fallback_title,
        data_url: row.external_url,
      }
    case 'fallback':
      return { fallback_title: row.fallback_title, data_url: row.external_url }
    case 'contact':
      return { fallback_title: row.fallback_title, meta: row.meta }
    case 'audio':
      return { ...presentFile(row, files), transcribed_text: row.meta.transcribed_text ?? '' }
    default:
      return presentFile(row, files)
  }
}

/** The keys of an attachment that is a file. */
export function presentFile({ blob, external_url, extension }: AttachmentRow, files: Addresses) {
  return {
    extension,
    data_url: blob ? files.url(blob) : (external_url ?? ''),
    thumb_url: blob ? files.thumbnailUrl(blob) : '',
    file_size: blob?.byteSize ?? null,
    width: blob?.metadata.width ?? null,
    height: blob?.metadata.height ?? null,
  }
}
