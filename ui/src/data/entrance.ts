import { api } from './api.ts'
import { session, type User } from './session.ts'

export interface FirstAdministrator {
  name: string
  email: string
  password: string
  account_name: string
}

interface SignedIn {
  data: User
}

const enter = ({ data }: SignedIn): void => {
  session.value = data
}

/** Creates the installation's first administrator and account, and signs in as them. */
export const createAdministrator = async (input: FirstAdministrator): Promise<void> =>
  enter(await api.post<SignedIn>('/api/v1/installation/administrator', input))

/** Asks for a letter with a link to choose a new password. The answer is the same for addresses nobody has. */
export const requestPasswordReset = (email: string): Promise<{ message: string }> =>
  api.post('/auth/password', { email })

/** Sets the password of the person a letter's link belongs to, and signs in as them. */
export const resetPassword = async (token: string, password: string): Promise<void> => {
  const body = { reset_password_token: token, password, password_confirmation: password }
  enter(await api.put<SignedIn>('/auth/password', body))
}

/** Confirms the address a letter was sent to, and signs in as the person who has it. */
export const confirmEmail = async (token: string): Promise<void> =>
  enter(await api.post<SignedIn>('/auth/confirmation', { confirmation_token: token }))
