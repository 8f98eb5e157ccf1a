import { accountUrl, api } from './api.ts'

export type PanelSlot = 'inbox.setup' | 'inbox.settings' | 'inbox.banner'

/** A panel of a plugin that is on for the account and is meant for the reader. */
export interface Panel {
  pluginId: string
  pluginName: string
  version: string
  id: string
  slot: PanelSlot
  /** Key of its title in the plugin's texts. */
  label: string
  icon: string | null
  weight: number
  /** Address of the module whose default export is the element's class. */
  module: string
  /** What the module must be. */
  integrity: string
  sandbox: 'element'
  /** `inbox.setup`: it draws the whole page. */
  page: boolean
  /** Channel types whose inboxes it is for; none = any. */
  when: { channels: string[] }
  /** Addresses of the plugin's texts by language. */
  locales: Record<string, string>
  /** Origins outside that it may load scripts from. */
  scripts: string[]
}

/** What became of a panel in the page. `later`: it failed after it had been shown. */
export interface PanelFailure {
  kind: 'load' | 'render' | 'blank' | 'later'
  message: string
  stack?: string
}

export const listPanels = (account: number): Promise<Panel[]> => api.get(accountUrl(account, 'ui/panels'))

/** Tells the operator's log. */
export const reportPanelFailure = (account: number, panel: Panel, failure: PanelFailure): Promise<void> =>
  api.post(accountUrl(account, 'ui/panel_failures'), {
    plugin: panel.pluginId,
    version: panel.version,
    panel: panel.id,
    kind: failure.kind,
    message: failure.message.slice(0, 500),
    ...(failure.stack && { stack: failure.stack.slice(0, 4000) }),
  })
