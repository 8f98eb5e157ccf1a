import { consume } from '@lit/context'
import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { type AccountData, dataContext } from '../../data/account-data.ts'
import type { ConversationFilter } from '../../data/conversation-filter.ts'
import type { ConversationList } from '../../data/conversation-list.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-empty.ts'
import '../../elements/cb-keys.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { here, navigate } from '../../shell/navigation.ts'
import type { Parameters } from '../../shell/route.ts'
import { base } from '../../styles/base.ts'
import './cb-contact-panel.ts'
import './cb-conversation-list.ts'
import type { CbConversationList } from './cb-conversation-list.ts'
import './cb-thread.ts'
import type { CbThread } from './cb-thread.ts'
import { type DeskChoices, keepOrder, keepTab, readChoices } from './desk-choices.ts'
import { startDeskCommands } from './desk-commands.ts'
import { readView, titleOf } from './desk-view.ts'

/** List, thread and contact side by side: where agents work. */
export class CbDesk extends LitElement {
  static override styles = [
    base,
    css`
      :host { flex: 1; display: grid; grid-template-columns: var(--cb-list-width) minmax(0, 1fr) var(--cb-panel-width); min-block-size: 0; position: relative; }
      :host([data-view='list']) { grid-template-columns: var(--cb-list-width) minmax(0, 1fr); }
      .none { display: flex; background: var(--cb-sunken); min-inline-size: 0; }
      .none cb-empty { margin: auto; }
      .hints { display: grid; grid-template-columns: auto auto; gap: var(--cb-space-6) var(--cb-space-16); font-size: var(--cb-size-sm); color: var(--cb-text-muted); justify-items: start; align-items: center; margin-block-start: var(--cb-space-8); text-align: start; }
      .hints dd { margin: 0; }
      @media (max-width: 1139px) {
        :host { grid-template-columns: var(--cb-list-width) minmax(0, 1fr); }
        cb-contact-panel { position: absolute; inset-block: 0; inset-inline-end: 0; inline-size: min(var(--cb-panel-width), 100%); z-index: var(--cb-z-drawer); box-shadow: var(--cb-shadow-3); }
        cb-contact-panel:not(.open) { display: none; }
      }
      @media (max-width: 767px) {
        :host, :host([data-view='list']) { grid-template-columns: minmax(0, 1fr); }
        :host([data-view='list']) .none, :host([data-view='thread']) cb-conversation-list { display: none; }
        cb-contact-panel { inline-size: 100%; border: 0; }
      }
    `,
  ]

  @property({ attribute: false }) params: Parameters = {}
  @property({ attribute: false }) query = new URLSearchParams()
  @consume({ context: dataContext, subscribe: true })
  @state()
  private data: AccountData | undefined
  @state() private choices: DeskChoices = readChoices()
  @state() private panelOpen = false
  @query('cb-thread') private thread!: CbThread | null
  @query('cb-conversation-list') private rows!: CbConversationList | null
  readonly #conversations = new Watch(this, () => this.data?.conversations)
  #list: ConversationList | undefined
  #listed = ''
  #stop: (() => void) | undefined

  constructor() {
    super()
    // Names of inboxes and teams stand in the heading.
    new Watch(this, () => this.data?.inboxes)
    new Watch(this, () => this.data?.teams)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = startDeskCommands({
      data: () => this.data,
      conversation: () => this.data?.conversations.get(this.#view.open),
      step: (step) => this.#step(step),
      write: (mode) => this.thread?.write(mode),
      togglePanel: () => this.#togglePanel(),
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    this.#list?.close()
    this.#list = undefined
    this.#listed = ''
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('params')) this.panelOpen = false
    this.dataset.view = this.#view.open === undefined ? 'list' : 'thread'
    if (this.data) this.#openList(this.data)
  }

  get #view() {
    return readView(this.params, here())
  }

  #openList(data: AccountData): void {
    const filter: ConversationFilter = { ...this.choices, ...this.#view.scope }
    const wanted = `${data.id} ${JSON.stringify(filter)}`
    if (wanted === this.#listed) return
    this.#list?.close()
    this.#listed = wanted
    this.#list = data.list(filter)
    void this.#list.load()
  }

  override render() {
    const { data } = this
    if (!data || !this.#list) return nothing
    const view = this.#view
    const conversation = view.open === undefined ? undefined : this.#conversations.value?.get(view.open)
    return html`
      <cb-conversation-list
        .data=${data} .list=${this.#list} .choices=${this.choices} .open=${view.open} .heading=${titleOf(view, data)} .pathOf=${view.pathOf}
        @cb-choices=${this.#choose}
      ></cb-conversation-list>
      ${view.open === undefined ? this.#none() : html`<cb-thread .data=${data} .open=${view.open} .listPath=${view.listPath} ?panelOpen=${this.panelOpen} @cb-panel=${this.#togglePanel}></cb-thread>`}
      ${conversation ? html`<cb-contact-panel class=${this.panelOpen ? 'open' : ''} role="complementary" aria-label=${t('desk.panel')} .data=${data} .conversation=${conversation} @cb-panel=${this.#togglePanel} @keydown=${this.#panelKey}></cb-contact-panel>` : nothing}
    `
  }

  #none() {
    const hints = [
      [t('desk.hint.search'), '$mod+K'],
      [t('desk.hint.next'), 'Alt+J'],
      [t('desk.hint.previous'), 'Alt+K'],
      [t('desk.hint.shortcuts'), '?'],
    ]
    return html`<section class="none" aria-label=${t('desk.thread')}><cb-empty heading=${t('desk.none')}>${t('desk.none.text')}<dl class="hints" slot="action">${hints.map(([words, keys]) => html`<dt>${words}</dt><dd><cb-keys keys=${keys ?? ''}></cb-keys></dd>`)}</dl></cb-empty></section>`
  }

  #choose = (event: CustomEvent<Partial<DeskChoices>>): void => {
    this.choices = { ...this.choices, ...event.detail }
    if (event.detail.tab) keepTab(event.detail.tab)
    else void keepOrder(this.choices).catch(() => {})
  }

  #step(step: 1 | -1): void {
    const id = this.rows?.neighbour(step)
    if (id !== undefined) void navigate(this.#view.pathOf(id))
  }

  #togglePanel = (): void => {
    this.panelOpen = !this.panelOpen
  }

  #panelKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.panelOpen) this.panelOpen = false
  }
}

define('cb-desk', CbDesk)

declare global {
  interface HTMLElementTagNameMap {
    'cb-desk': CbDesk
  }
}
