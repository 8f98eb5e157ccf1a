import type { PanelContext, PanelInbox } from '@cordboard/plugin-sdk/panel'
import type { AccountData } from '../data/account-data.ts'
import { accountUrl, request } from '../data/api.ts'
import type { RealtimeEvents } from '../data/realtime.ts'
import { language, type Values } from '../shell/language.ts'
import { navigate } from '../shell/navigation.ts'
import { toast } from '../shell/toast.ts'
import { loadOutsideScript } from './outside-script.ts'
import type { PluginPanel } from './panels.ts'

/** What changes while a panel is shown. */
export interface PanelSurroundings {
  inbox: PanelInbox | undefined
  theme: 'light' | 'dark'
}

type Hear = (data: Record<string, unknown>) => void

/** Makes the contexts of one mounted panel: all share their functions, each is new where the surroundings are. */
export class PanelContexts {
  readonly #base: Omit<PanelContext, 'inbox' | 'theme'>
  readonly #stops = new Set<() => void>()
  readonly #inboxHearers = new Set<Hear>()
  #last: PanelContext | undefined

  constructor(panel: PluginPanel, data: AccountData, connected: PanelContext['connected']) {
    const { id, name, accounts } = data.user
    const role = accounts.find((account) => account.id === data.id)?.role ?? 'agent'
    this.#base = {
      pluginId: panel.pluginId,
      accountId: data.id,
      user: { id, name, role },
      locale: language,
      api: (method, path, body) => request(method, accountUrl(data.id) + path, body),
      t: (key, values) => panel.texts.t(key, values as Values | undefined),
      on: (event, hear) => this.#hear(data, event, hear),
      navigate: (to) => void navigate(to),
      toast: ({ tone, title, text }) =>
        toast({ tone: tone === 'good' || tone === 'bad' ? tone : 'neutral', text: text ? `${title} ${text}` : title }),
      loadScript: (url) => loadOutsideScript(url, panel.scripts),
      ...(connected && { connected }),
    }
  }

  /** The same object as long as nothing changed. An inbox that was read again is told to those who listen. */
  next({ inbox, theme }: PanelSurroundings): PanelContext {
    const last = this.#last
    if (last && last.inbox === inbox && last.theme === theme) return last
    this.#last = { ...this.#base, theme, ...(inbox && { inbox }) }
    if (last && inbox && last.inbox !== inbox) for (const hear of this.#inboxHearers) hear(inbox)
    return this.#last
  }

  /** Ends what the panel listens to. */
  close(): void {
    for (const stop of this.#stops) stop()
  }

  #hear(data: AccountData, event: string, hear: Hear): () => void {
    const stop = event === 'inbox.updated' ? this.#hearInbox(hear) : hearFrames(data, event, hear)
    const once = () => {
      stop()
      this.#stops.delete(once)
    }
    this.#stops.add(once)
    return once
  }

  // The server only says that some inbox changed: the screen reads its own again and passes it down.
  #hearInbox(hear: Hear): () => void {
    this.#inboxHearers.add(hear)
    return () => this.#inboxHearers.delete(hear)
  }
}

const hearFrames = ({ realtime }: AccountData, event: string, hear: Hear): (() => void) =>
  realtime.on(event as keyof RealtimeEvents, (frame) => hear(frame as unknown as Record<string, unknown>))
