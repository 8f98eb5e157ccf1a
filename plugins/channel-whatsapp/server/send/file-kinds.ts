import { type OutboundAttachment, PermanentError } from '@cordboard/plugin-sdk'

export type FileKind = 'image' | 'video' | 'audio' | 'document' | 'sticker'

const megabyte = 1024 * 1024

interface Rule {
  types: RegExp
  bytes: number
}

const rules: Record<Exclude<FileKind, 'document'>, Rule> = {
  image: { types: /^image\/(jpeg|png)$/, bytes: 5 * megabyte },
  video: { types: /^video\/(mp4|3gpp)$/, bytes: 16 * megabyte },
  audio: { types: /^audio\/(aac|amr|mpeg|mp4|ogg)$/, bytes: 16 * megabyte },
  sticker: { types: /^image\/webp$/, bytes: 500 * 1024 },
}

const largestDocument = 100 * megabyte

/** As what WhatsApp takes a file. What it cannot show goes as a document, which takes any type. */
export function fileKind({ kind, contentType, bytes, name }: OutboundAttachment): FileKind {
  const type = baseType(contentType)
  const wanted = kind === 'sticker' || (kind === 'image' && rules.sticker.types.test(type)) ? 'sticker' : kind
  if (
    (wanted === 'image' || wanted === 'video' || wanted === 'audio' || wanted === 'sticker') &&
    fits(rules[wanted], type, bytes)
  )
    return wanted
  if (bytes > largestDocument) throw tooLarge(name, bytes)
  return 'document'
}

const fits = (rule: Rule, type: string, bytes: number): boolean => rule.types.test(type) && bytes <= rule.bytes

export const baseType = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase()

const tooLarge = (name: string, bytes: number): PermanentError =>
  new PermanentError(
    'whatsapp.file_too_large',
    `${name} has ${Math.ceil(bytes / megabyte)} MB; WhatsApp takes files of up to ${largestDocument / megabyte} MB`,
  )

/** Whether the provider shows a caption under a file of this kind. */
export const takesCaption = (kind: FileKind): boolean => kind === 'image' || kind === 'video' || kind === 'document'
