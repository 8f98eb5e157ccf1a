import { api } from './api.ts'
import { type Availability, session, type User } from './session.ts'

/** What the user chose to be for colleagues in an account. */
export async function changeAvailability(account: number, availability: Availability): Promise<void> {
  const profile = { account_id: account, availability }
  session.value = await api.post<User>('/api/v1/profile/availability', { profile })
}

/** The account that opens next time. */
export const rememberAccount = (account: number): Promise<void> =>
  api.put('/api/v1/profile/set_active_account', { profile: { account_id: account } })

export interface ProfileChange {
  name?: string
  display_name?: string
  email?: string
  message_signature?: string
  current_password?: string
  password?: string
  password_confirmation?: string
  avatar?: File
}

/** Changes the reader's own user. A picture goes as a file. */
export async function changeProfile(change: ProfileChange): Promise<void> {
  const { avatar, ...profile } = change
  const body = new FormData()
  if (avatar) body.append('profile[avatar]', avatar)
  session.value = await api.put<User>('/api/v1/profile', avatar ? body : { profile })
}

export async function removeAvatar(): Promise<void> {
  session.value = await api.delete<User>('/api/v1/profile/avatar')
}

/** Makes a new access token; the old one stops working at once. */
export async function resetAccessToken(): Promise<void> {
  session.value = await api.post<User>('/api/v1/profile/reset_access_token')
}
