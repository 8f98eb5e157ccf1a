import type { UserView } from './user-view.ts'

/** The name that customers and colleagues read. */
export const availableName = (user: { name: string; displayName?: string | null | undefined }): string =>
  user.displayName || user.name

/** A user seen inside an account: the contract's Agent. */
export const presentAgent = (user: UserView) => ({
  id: user.id,
  account_id: user.accountId,
  availability_status: user.availability,
  auto_offline: user.autoOffline,
  confirmed: user.confirmed,
  email: user.email,
  provider: 'email',
  available_name: availableName(user),
  ...(Object.keys(user.customAttributes).length > 0 && { custom_attributes: user.customAttributes }),
  name: user.name,
  role: user.role,
  thumbnail: user.avatarUrl,
})

/** A user as the sender of a message and in realtime events. */
export const presentUserEvent = (
  user: Pick<UserView, 'id' | 'name' | 'displayName' | 'avatarUrl' | 'availability'>,
) => ({
  id: user.id,
  name: user.name,
  available_name: availableName(user),
  avatar_url: user.avatarUrl,
  type: 'user',
  availability_status: user.availability,
  thumbnail: user.avatarUrl,
})
