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
