import { accountUrl, api } from './api.ts'

/** Something that an account's administrators were told and nobody has put away yet. */
export interface Notice {
  id: number
  severity: 'info' | 'warning' | 'critical'
  title: string
  text: string
  /** In its plugin's texts `<message>.title` and `<message>.text` say the same in other languages. */
  message: string | null
  values: Record<string, string | number>
  plugin_id: string | null
  inbox_id: number | null
  created_at: string
}

export const listNotices = async (account: number): Promise<Notice[]> =>
  (await api.get<{ payload: Notice[] }>(accountUrl(account, 'notices'))).payload

export const dismissNotice = (account: number, id: number): Promise<void> =>
  api.post(accountUrl(account, `notices/${id}/dismiss`))
