import {
  type AssigneeTab,
  assigneeTabs,
  type Order,
  orders,
  type StatusFilter,
  statuses,
} from '../../data/conversation-filter.ts'
import { changeUiSettings, session } from '../../data/session.ts'

export interface DeskChoices {
  tab: AssigneeTab
  status: StatusFilter
  order: Order
}

const tabKey = 'cb-tab'
const setting = 'conversations_filter_by'

/** What the reader last chose: status and order with their profile, the tab in this browser. */
export function readChoices(): DeskChoices {
  const kept = (session.value?.ui_settings[setting] ?? {}) as { status?: string; order_by?: string }
  return {
    tab: oneOf(assigneeTabs, localStorage.getItem(tabKey)) ?? 'me',
    status: oneOf(statuses, kept.status) ?? 'open',
    order: oneOf(orders, kept.order_by) ?? 'last_activity_at_desc',
  }
}

export function keepTab(tab: AssigneeTab): void {
  localStorage.setItem(tabKey, tab)
}

export const keepOrder = ({ status, order }: DeskChoices): Promise<void> =>
  changeUiSettings({ [setting]: { status, order_by: order } })

const oneOf = <Value extends string>(values: readonly Value[], wanted: string | null | undefined): Value | undefined =>
  values.find((value) => value === wanted)
