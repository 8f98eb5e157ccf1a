import { accountUrl, api } from './api.ts'

export interface Label {
  id: number
  title: string
  description: string | null
  color: string
  show_on_sidebar: boolean
}

export type LabelChange = Partial<Omit<Label, 'id'>>

export const listLabels = async (account: number): Promise<Label[]> =>
  (await api.get<{ payload: Label[] }>(accountUrl(account, 'labels'))).payload

export const createLabel = (account: number, input: LabelChange): Promise<Label> =>
  api.post(accountUrl(account, 'labels'), input)

export const changeLabel = (account: number, id: number, input: LabelChange): Promise<Label> =>
  api.patch(accountUrl(account, `labels/${id}`), input)

export const removeLabel = (account: number, id: number): Promise<void> =>
  api.delete(accountUrl(account, `labels/${id}`))
