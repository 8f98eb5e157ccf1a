/* What a panel of the dashboard gets. Types alone: a panel's module runs in the browser and imports Lit and `@cordboard/ui`. */

/** Where panels stand. `inbox.setup` connects a new inbox, the others show one that is there. */
export type PanelSlot = 'inbox.setup' | 'inbox.settings' | 'inbox.banner'

export interface PanelInbox extends Record<string, unknown> {
  id: number
  name: string
  channel_type: string
}

export interface PanelAnswer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers have every shape
  body: any
}

/** The property `context` of a panel's element: the same object until something in it changes, then a new one. */
export interface PanelContext {
  readonly pluginId: string
  readonly accountId: number
  readonly user: { readonly id: number; readonly name: string; readonly role: 'administrator' | 'agent' }
  readonly locale: string
  readonly theme: 'light' | 'dark'
  /** The inbox that is shown; absent in `inbox.setup`. */
  readonly inbox?: PanelInbox
  /** Calls the server as the person who looks; `path` is below `/api/v1/accounts/<id>`, e.g. `/inboxes/4/health`. */
  api(method: string, path: string, body?: unknown): Promise<PanelAnswer>
  /** A text of the plugin's `locales/<language>.json`, in ICU's message format. */
  t(key: string, values?: Record<string, unknown>): string
  /** Hears realtime frames, e.g. `inbox.updated`; answers how to stop. */
  on(event: string, hear: (data: Record<string, unknown>) => void): () => void
  navigate(to: string): void
  toast(toast: { tone: 'good' | 'warn' | 'bad' | 'info'; title: string; text?: string }): void
  /**
   * In `inbox.setup`: the inbox exists and the wizard goes on, with the address for the provider to call where the inbox
   * has one. `next` says where else: `people` where the provider knows the address already.
   */
  connected?(inbox: { id: number; next?: 'webhook' | 'people' }): void
  /**
   * Loads a script from outside, e.g. a provider's SDK, once a page. Its host needs the permission `ui:script:<host>`, or
   * `ui:script:<VARIABLE>` for the origin of one of the plugin's variables.
   */
  loadScript(url: string): Promise<void>
}
