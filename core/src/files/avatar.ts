import type { Core } from '../core.ts'

export interface AvatarColumns {
  avatar_id: number | null
  avatar_filename: string | null
  avatar_content_type: string | null
}

/** Columns of a picture joined as `avatar`, for the select list of a statement. */
export const avatarColumns =
  'avatar.id avatar_id, avatar.filename avatar_filename, avatar.content_type avatar_content_type'

/** Address of a small picture, or `""`. */
export const avatarUrl = (core: Core, row: AvatarColumns): string =>
  row.avatar_id === null
    ? ''
    : core.files.thumbnailUrl({
        id: row.avatar_id,
        filename: row.avatar_filename ?? '',
        contentType: row.avatar_content_type ?? '',
      })
