import type { EntityManager } from '@mikro-orm/postgresql'
import { Blob } from '../../files/blob.entity.ts'
import { Channel } from './channel.entity.ts'
import { Inbox } from './inbox.entity.ts'
import { InboxMember } from './inbox-member.entity.ts'

/** An inbox with its channel and picture. */
export interface InboxView {
  inbox: Inbox
  channel: Channel
  avatar: Blob | null
}

/** Inboxes of the account, all or by id; those being deleted are gone already. */
export async function loadInboxViews(
  em: EntityManager,
  accountId: number,
  inboxIds?: readonly number[],
): Promise<InboxView[]> {
  const only = inboxIds ? { id: { $in: [...inboxIds] } } : {}
  const inboxes = await em.find(
    Inbox,
    { accountId, deletingAt: null, ...only },
    { orderBy: { name: 'asc', id: 'asc' } },
  )
  const channelIds = inboxes.map(({ channelId }) => channelId)
  const blobIds = inboxes.flatMap(({ avatarBlobId }) => avatarBlobId ?? [])
  const channels = await em.find(Channel, { accountId, id: { $in: channelIds } })
  const avatars = blobIds.length > 0 ? await em.find(Blob, { accountId, id: { $in: blobIds } }) : []
  const channelOf = new Map(channels.map((channel) => [channel.id, channel]))
  const avatarOf = new Map(avatars.map((avatar) => [avatar.id, avatar]))
  return inboxes.map((inbox) => ({
    inbox,
    channel: channelOf.get(inbox.channelId) as Channel,
    avatar: avatarOf.get(inbox.avatarBlobId ?? 0) ?? null,
  }))
}

/** Ids of the inboxes in which the user works. */
export const inboxIdsOf = async (em: EntityManager, accountId: number, userId: number): Promise<number[]> =>
  (await em.find(InboxMember, { accountId, userId })).map(({ inboxId }) => inboxId)
