import { api, sessionEnded } from './api.ts'
import { forgetCredentials, readCredentials } from './credentials.ts'
import { Store } from './store.ts'

export type Availability = 'online' | 'busy' | 'offline'
export type Role = 'administrator' | 'agent'

/** A user's place in one account. */
export interface Membership {
  id: number
  name: string
  status: 'active' | 'suspended'
  role: Role
  permissions: string[]
  availability: Availability
  availability_status: Availability
  auto_offline: boolean
}

/** The person who is signed in. */
export interface User {
  id: number
  name: string
  available_name: string
  display_name: string
  email: string
  avatar_url: string
  account_id: number
  role: Role
  access_token: string
  pubsub_token: string
  message_signature: string | null
  ui_settings: Record<string, unknown>
  confirmed: boolean
  type: 'SuperAdmin' | null
  accounts: Membership[]
}

/** Who is signed in: undefined until `restoreSession` has asked, null for nobody. */
export const session = new Store<User | null | undefined>(undefined)

sessionEnded.addEventListener('ended', () => {
  session.value = null
})

/** Asks the server whether the kept headers are still good. */
export async function restoreSession(): Promise<void> {
  if (!readCredentials()) {
    session.value = null
    return
  }
  const { payload } = await api.get<{ payload: { data: User } }>('/auth/validate_token').catch((error) => {
    if (error?.status !== 401) throw error
    forgetCredentials()
    return { payload: { data: null } }
  })
  session.value = payload.data
}

export async function signIn(email: string, password: string): Promise<void> {
  const { data } = await api.post<{ data: User }>('/auth/sign_in', { email, password })
  session.value = data
}

export async function signOut(): Promise<void> {
  await api.delete('/auth/sign_out').catch(() => undefined)
  forgetCredentials()
  session.value = null
}

/** The membership of the signed-in user in an account. */
export const membershipIn = (user: User | null | undefined, accountId: number): Membership | undefined =>
  user?.accounts.find(({ id }) => id === accountId)

/** The account to open when the address names none. */
export const usualAccount = (user: User): number | undefined =>
  membershipIn(user, user.account_id)?.id ?? user.accounts[0]?.id

/** Some of the user's settings of the interface, changed here at once and kept on the server. */
export async function changeUiSettings(change: Record<string, unknown>): Promise<void> {
  const user = session.value
  if (!user) return
  const settings = { ...user.ui_settings, ...change }
  session.value = { ...user, ui_settings: settings }
  await api.put('/api/v1/profile', { profile: { ui_settings: settings } })
}
