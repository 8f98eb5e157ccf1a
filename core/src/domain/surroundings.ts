import type { Core } from '../core.ts'
import type { Files } from '../files/files.ts'

export type Availability = 'online' | 'busy' | 'offline'

/** What presenters need beside stored rows: addresses of files, and who is there at this moment. */
export interface Surroundings {
  files: Pick<Files, 'url' | 'thumbnailUrl'>
  users: ReadonlyMap<number, Availability>
  contacts: ReadonlySet<number>
  /** Hours after the last incoming message in which an inbox may reply; an inbox that is not listed has no limit. */
  windows: ReadonlyMap<number, number>
}

/** The columns of a stored avatar that an address is made of. */
export interface AvatarRow {
  id: number
  filename: string
  contentType: string
}

/** SQL of an avatar as JSON, null without one. */
export const avatarJson = (blobId: string): string =>
  `(select json_build_object('id', b.id, 'filename', b.filename, 'contentType', b.content_type) from blobs b where b.id = ${blobId})`

export const avatarUrl = (avatar: AvatarRow | null | undefined, { files }: Pick<Surroundings, 'files'>): string =>
  avatar ? files.thumbnailUrl(avatar) : ''

/** Looks around for users only: messages do not say whether a contact is there. */
export async function usersAround(
  core: Pick<Core, 'files' | 'realtime'>,
  accountId: number,
  userIds: Iterable<number | null | undefined>,
): Promise<Surroundings> {
  return {
    files: core.files,
    users: await availabilityOf(core, accountId, userIds),
    contacts: noContacts,
    windows: noWindows,
  }
}

const noContacts: ReadonlySet<number> = new Set()
const noWindows: ReadonlyMap<number, number> = new Map()

function availabilityOf(
  core: Pick<Core, 'realtime'>,
  accountId: number,
  userIds: Iterable<number | null | undefined>,
): Promise<Map<number, Availability>> {
  const ids = [...new Set(userIds)].filter((id): id is number => typeof id === 'number')
  return ids.length > 0 ? core.realtime.availabilityOf(accountId, ids) : Promise.resolve(new Map())
}

/** Looks around for people of an account: one call for users, one for contacts. */
export async function surroundingsOf(
  core: Pick<Core, 'files' | 'realtime'>,
  accountId: number,
  userIds: Iterable<number | null | undefined>,
  windows: ReadonlyMap<number, number> = noWindows,
): Promise<Surroundings> {
  const [users, contacts] = await Promise.all([
    availabilityOf(core, accountId, userIds),
    core.realtime.onlineContacts(accountId),
  ])
  return { files: core.files, users, contacts, windows }
}
