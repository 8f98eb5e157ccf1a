import type { AccountData } from '../data/account-data.ts'
import { listPanels, type Panel, type PanelSlot } from '../data/panels.ts'
import type { Realtime } from '../data/realtime.ts'
import { Store } from '../data/store.ts'
import { loadPanelTexts, type PanelTexts } from './panel-texts.ts'

/** A panel with its texts. */
export interface PluginPanel extends Panel {
  title: string
  texts: PanelTexts
}

/** Names a panel among all; another version is another panel. */
export const panelKey = ({ pluginId, version, id }: Panel): string => `${pluginId}@${version}/${id}`

const secondLook = 2_000
const registries = new WeakMap<AccountData, Panels>()

/** The panels of an account, made when a place for them is first shown. */
export function panelsOf(data: AccountData): Panels {
  const known = registries.get(data)
  if (known) return known
  const made = new Panels(data.id, data.realtime)
  registries.set(data, made)
  return made
}

const silent: PanelTexts = { has: () => false, t: (key) => key }

/** The panels of the open account: undefined until somebody needs them, then always as the plugins are switched. */
export class Panels extends Store<readonly PluginPanel[] | undefined> {
  readonly #account: number
  readonly #hidden = new Set<string>()
  #reading: Promise<void> | undefined
  #isStale = false

  constructor(account: number, realtime: Pick<Realtime, 'on' | 'onResume'>) {
    super(undefined)
    this.#account = account
    const again = () => {
      if (this.value) void this.refresh().catch(() => {})
    }
    realtime.on('plugins.changed', () => {
      again()
      // Another process may have answered that had not heard of the switch yet.
      setTimeout(again, secondLook)
    })
    realtime.onResume(again)
  }

  /** Reads them unless they are there. Where that fails there are none until something is switched. */
  async load(): Promise<void> {
    if (!this.value)
      await this.refresh().catch(() => {
        this.value ??= []
      })
  }

  refresh(): Promise<void> {
    this.#isStale = true
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  /** What a place shows for an inbox of a channel, by weight and then by name. */
  inSlot(slot: PanelSlot, channel: string): PluginPanel[] {
    return (this.value ?? [])
      .filter((panel) => panel.slot === slot && fits(panel, channel) && !this.#hidden.has(panelKey(panel)))
      .toSorted((one, other) => one.weight - other.weight || compare(nameOf(one), nameOf(other)))
  }

  /** Leaves a panel out until the page is loaded again. */
  hide(panel: Panel): void {
    this.#hidden.add(panelKey(panel))
    if (this.value) this.value = [...this.value]
  }

  async #readAll(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false
      const panels = await listPanels(this.#account)
      this.value = await Promise.all(panels.map(withTexts))
    }
  }
}

const fits = ({ when }: Panel, channel: string): boolean =>
  when.channels.length === 0 || when.channels.includes(channel)

const nameOf = ({ pluginId, id }: Panel): string => `${id} ${pluginId}`

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

// A plugin without words is still of use: its keys stand for them, and its name for the title.
async function withTexts(panel: Panel): Promise<PluginPanel> {
  const texts = await loadPanelTexts(panel.locales).catch(() => silent)
  return { ...panel, texts, title: texts.has(panel.label) ? texts.t(panel.label) : panel.pluginName }
}
