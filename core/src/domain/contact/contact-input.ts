import { createReadStream } from 'node:fs'
import { invalidRecord } from '../../errors.ts'
import { type AccountRequest, isUploadedFile } from '../../http/route.ts'
import { attributeBag } from '../conversation/attribute-bag.ts'
import type { ContactColumns } from './find-contact.ts'
import type { ContactWish } from './save-contact.ts'

const avatarTypes = new Set(['image/jpeg', 'image/png', 'image/gif'])
const maxAvatarBytes = 15 * 1024 * 1024

/** Reads what a request says of a contact. Attributes are merged one level deep: what is not sent stays. */
export async function readContactInput(request: AccountRequest, current?: ContactColumns): Promise<ContactWish> {
  const { body } = request
  const wish: ContactWish = {}
  if (typeof body.name === 'string') wish.name = body.name
  for (const key of ['email', 'phone_number', 'identifier'] as const)
    if (key in body) wish[key] = (body[key] as string | null) ?? null
  if (typeof body.blocked === 'boolean') wish.blocked = body.blocked
  for (const key of ['additional_attributes', 'custom_attributes'] as const)
    if (body[key] != null) wish[key] = { ...current?.[key], ...attributeBag(body[key]) }
  const avatar = await storeAvatar(request)
  if (avatar !== undefined) wish.avatar_blob_id = avatar
  return wish
}

async function storeAvatar({ core, em, account, body }: AccountRequest): Promise<number | undefined> {
  const { avatar } = body
  if (!isUploadedFile(avatar)) return undefined
  const { filename, contentType, path } = avatar
  const source = createReadStream(path)
  const blob = await core.files.store(em, {
    accountId: account.id,
    filename,
    contentType,
    source,
    maxBytes: maxAvatarBytes,
  })
  if (avatarTypes.has(blob.contentType)) return blob.id
  await core.files.delete(blob)
  throw invalidRecord({ avatar: 'Avatar filetype not supported' })
}
