import { createReadStream } from 'node:fs'
import { type AccountRequest, isUploadedFile } from '../../http/route.ts'
import { attributeBag } from '../conversation/attribute-bag.ts'
import { storeAvatar } from './contact-avatar.ts'
import { fetchAvatarsLater } from './fetch-avatar.ts'
import type { ContactColumns } from './find-contact.ts'
import type { ContactWish } from './save-contact.ts'

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
  if (isUploadedFile(body.avatar)) {
    const { filename, contentType, path } = body.avatar
    const file = { filename, contentType, source: createReadStream(path) }
    wish.avatar_blob_id = await storeAvatar(request.core, request.em, request.account.id, file)
  }
  return wish
}

/** Has the picture fetched that the request names by its address; an uploaded one goes before it. */
export async function fetchAvatarLater({ core, em, account, body }: AccountRequest, contactId: number): Promise<void> {
  const { avatar, avatar_url: url } = body
  if (isUploadedFile(avatar) || typeof url !== 'string' || url.trim() === '') return
  await fetchAvatarsLater(core, em, [{ accountId: account.id, contactId, url: url.trim(), missingOnly: false }])
}
