import { accountUrl, api } from './api.ts'

/** A workspace. */
export interface Account {
  id: number
  name: string
  locale: string
  support_email: string | null
  domain: string | null
  settings: {
    auto_resolve_after?: number | null
    auto_resolve_message?: string | null
    auto_resolve_ignore_waiting?: boolean | null
    auto_resolve_label?: string | null
  }
}

export interface AccountChange {
  name?: string
  locale?: string
  support_email?: string | null
  auto_resolve_after?: number | null
  auto_resolve_message?: string | null
  auto_resolve_ignore_waiting?: boolean | null
}

export const readAccount = (id: number): Promise<Account> => api.get(accountUrl(id))

export const changeAccount = (id: number, change: AccountChange): Promise<Account> => api.patch(accountUrl(id), change)
