import '@lit-labs/virtualizer'
import type { LitVirtualizer } from '@lit-labs/virtualizer'
import { css, html, LitElement, nothing } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import arrowDownWideNarrow from 'lucide-static/icons/arrow-down-wide-narrow.svg?raw'
import listFilter from 'lucide-static/icons/list-filter.svg?raw'
import type { AccountData } from '../../data/account-data.ts'
import { type AssigneeTab, assigneeTabs, orders, statuses } from '../../data/conversation-filter.ts'
import type { ConversationList } from '../../data/conversation-list.ts'
import { membershipIn, session } from '../../data/session.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-empty.ts'
import '../../elements/cb-error-card.ts'
import '../../elements/cb-icon-button.ts'
import '../../elements/cb-menu.ts'
import type { CbMenu } from '../../elements/cb-menu.ts'
import '../../elements/cb-skeleton.ts'
import '../../elements/cb-tabs.ts'
import { define } from '../../elements/define.ts'
import { appearance } from '../../shell/appearance.ts'
import { t } from '../../shell/language.ts'
import { accountPath } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import './cb-conversation-row.ts'
import { chooseForConversation, conversationEntries } from './conversation-menu.ts'
import type { DeskChoices } from './desk-choices.ts'
import { plainText } from './preview.ts'

const loadAhead = 8
const counts = { me: 'mine_count', unassigned: 'unassigned_count', all: 'all_count' } as const

/**
 * The list beside the thread: what waits, on whom, since when.
 * @fires cb-choices - the reader chose another tab, status or order
 */
export class CbConversationList extends LitElement {
  static override styles = [
    base,
    css`
      :host { position: relative; display: flex; flex-direction: column; min-block-size: 0; border-inline-end: 1px solid var(--cb-line); z-index: 1; background: var(--cb-surface); }
      header { display: flex; align-items: center; gap: var(--cb-space-2); min-block-size: var(--cb-header-height); padding-inline: var(--cb-space-16) var(--cb-space-8); flex: none; }
      h1 { font-size: var(--cb-size-lg); line-height: var(--cb-leading-lg); margin-inline-end: var(--cb-space-6); }
      .state { font-size: var(--cb-size-xs); color: var(--cb-text-subtle); padding-inline: var(--cb-space-6); border-radius: var(--cb-radius-sm); background: var(--cb-neutral-soft); white-space: nowrap; }
      cb-tabs { --cb-tabs-pad: var(--cb-space-16); margin-block-start: -0.5rem; flex: none; display: block; }
      lit-virtualizer { flex: 1; min-block-size: 0; overflow: hidden auto !important; scrollbar-width: none; margin-inline-end: -0.375rem; pointer-events: none; contain: size layout style; }
      cb-conversation-row { pointer-events: auto; inline-size: calc(100% - 0.375rem); }
      .rest { display: grid; align-content: start; flex: 1; min-block-size: 0; overflow: hidden; }
      cb-error-card { margin: var(--cb-space-16); }
      cb-empty { flex: 1; align-self: center; align-content: center; display: grid; }
      @media (max-width: 767px) {
        :host { border: 0; }
        h1 { font-size: var(--cb-size-xl); letter-spacing: var(--cb-tracking-tight); }
      }
    `,
  ]

  @property({ attribute: false }) data!: AccountData
  @property({ attribute: false }) list!: ConversationList
  @property({ attribute: false }) choices!: DeskChoices
  @property({ type: Number }) open: number | undefined
  @property() heading = ''
  @property({ attribute: false }) pathOf!: (conversation: number) => string
  @state() private menuFor: number | undefined
  @query('lit-virtualizer') private rows!: LitVirtualizer<number> | null
  @query('#row-menu') private rowMenu!: CbMenu
  readonly #state = new Watch(this, () => this.list)
  readonly #conversations = new Watch(this, () => this.data.conversations)
  readonly #inboxes = new Watch(this, () => this.data.inboxes)
  readonly #labels = new Watch(this, () => this.data.labels)
  readonly #typing = new Watch(this, () => this.data.typing)
  readonly #presence = new Watch(this, () => this.data.presence)
  readonly #appearance = new Watch(this, () => appearance)
  #drafts = new Set<number>()

  /** The neighbour of the open conversation in the order shown. */
  neighbour(step: 1 | -1): number | undefined {
    const { ids } = this.list.value
    const at = this.open === undefined ? -1 : ids.indexOf(this.open)
    return ids[at < 0 ? (step > 0 ? 0 : ids.length - 1) : at + step]
  }

  override willUpdate(): void {
    this.#drafts = this.data.drafts.conversations()
  }

  override render() {
    return html`
      <header>
        <h1 class="truncate" dir="auto">${this.heading}</h1>
        ${this.choices.status === 'open' ? nothing : html`<span class="state">${t(`desk.status.${this.choices.status}`)}</span>`}
        <span class="spacer"></span>
        <cb-menu placement="end" label=${t('desk.list.status')} .items=${this.#statusItems()} @cb-choose=${this.#choose}>
          <cb-icon-button slot="trigger" .icon=${listFilter} label=${t('desk.list.status.now', { status: t(`desk.status.${this.choices.status}`) })}></cb-icon-button>
        </cb-menu>
        <cb-menu placement="end" label=${t('desk.list.order')} .items=${this.#orderItems()} @cb-choose=${this.#choose}>
          <cb-icon-button slot="trigger" .icon=${arrowDownWideNarrow} label=${t('desk.list.order.now', { order: t(`desk.order.${this.choices.order}`) })}></cb-icon-button>
        </cb-menu>
      </header>
      <cb-tabs label=${t('desk.list.tabs')} .tabs=${this.#tabs()} .value=${this.choices.tab} @change=${this.#tab}></cb-tabs>
      ${this.#body()}
      <cb-menu id="row-menu" label=${t('desk.row.menu')} .items=${this.#rowItems()} @cb-choose=${this.#chooseForRow}></cb-menu>
    `
  }

  #tabs() {
    const { counts: known } = this.list.value
    return assigneeTabs.map((tab) => ({
      value: tab,
      label: t(`desk.tab.${tab}`),
      ...(known ? { count: known[counts[tab]] } : {}),
    }))
  }

  #body() {
    const { ids, loading, error } = this.#state.value ?? this.list.value
    if (error && ids.length === 0) {
      const detail = error.isUnreachable ? '' : error.message
      return html`<div class="rest"><cb-error-card heading=${t('desk.list.failed')} .detail=${detail} @cb-retry=${() => this.list.load()}>${t('desk.list.failed.text')}</cb-error-card></div>`
    }
    if (loading === 'first' && ids.length === 0)
      return html`<div class="rest" aria-busy="true"><cb-skeleton kind="rows" lines="8"></cb-skeleton></div>`
    if (ids.length === 0) return this.#empty()
    return html`<lit-virtualizer
      scroller role="list" aria-label=${t('desk.list')} tabindex="-1" .items=${ids as number[]} .keyFunction=${(id: number) => id} .renderItem=${(id: number, index: number) => this.#row(id, index)}
      @rangeChanged=${this.#reached} @keydown=${this.#key} @contextmenu=${this.#menu}
    ></lit-virtualizer>`
  }

  #empty() {
    if (this.#inboxes.value?.length === 0) return this.#withoutInbox()
    const { counts: known } = this.list.value
    const waiting = this.choices.tab === 'me' ? (known?.unassigned_count ?? 0) : 0
    if (waiting === 0) return html`<cb-empty heading=${t('desk.empty')} live>${t('desk.empty.text')}</cb-empty>`
    return html`<cb-empty heading=${t('desk.empty')} live>${t('desk.empty.mine', { count: waiting })}
      <cb-button slot="action" @click=${() => this.#change({ tab: 'unassigned' })}>${t('desk.empty.unassigned')}</cb-button>
    </cb-empty>`
  }

  #withoutInbox() {
    if (membershipIn(session.value, this.data.id)?.role !== 'administrator')
      return html`<cb-empty heading=${t('desk.noInbox')}>${t('desk.noInbox.ask')}</cb-empty>`
    return html`<cb-empty heading=${t('desk.noInbox')}>${t('desk.noInbox.text')}
      <cb-button slot="action" kind="primary" href=${accountPath('settings/inboxes/new', this.data.id)}>${t('desk.noInbox.connect')}</cb-button>
    </cb-empty>`
  }

  #row = (id: number, index: number) => {
    const conversation = this.#conversations.value?.get(id)
    if (!conversation) return html``
    return html`<cb-conversation-row
      role="listitem" aria-setsize=${this.list.value.isComplete ? this.list.value.ids.length : -1} aria-posinset=${index + 1} data-index=${index} data-id=${id}
      .conversation=${conversation} .labels=${this.#labels.value ?? []} .typists=${this.#typing.value?.get(id) ?? []}
      .presence=${this.#presence.value?.contacts[conversation.meta.sender.id] ?? 'offline'}
      .href=${this.pathOf(id)} ?current=${id === this.open} ?compact=${this.#appearance.value?.density === 'compact'}
      .draft=${this.#drafts.has(id) && id !== this.open ? plainText(this.data.drafts.read(id, 'reply')) : ''}
    ></cb-conversation-row>`
  }

  #reached = (event: Event): void => {
    const { last } = event as Event & { last: number }
    if (last >= this.list.value.ids.length - loadAhead) void this.list.load()
  }

  #key = (event: KeyboardEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>('cb-conversation-row')
    const index = Number(row?.dataset.index ?? -1)
    const last = this.list.value.ids.length - 1
    const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: last }[event.key]
    if (next === undefined || index < 0 || next < 0 || next > last) return
    event.preventDefault()
    void this.#focus(next)
  }

  async #focus(index: number): Promise<void> {
    const rowAt = () => this.renderRoot.querySelector<HTMLElement>(`cb-conversation-row[data-index="${index}"]`)
    if (!rowAt()) {
      this.rows?.element(index)?.scrollIntoView({ block: 'nearest' })
      await this.rows?.layoutComplete
    }
    rowAt()?.focus()
    rowAt()?.scrollIntoView({ block: 'nearest' })
  }

  #menu = async (event: PointerEvent): Promise<void> => {
    const row = (event.target as Element).closest<HTMLElement>('cb-conversation-row')
    if (!row) return
    event.preventDefault()
    this.menuFor = Number(row.dataset.id)
    await this.updateComplete
    const box = row.getBoundingClientRect()
    const isPressed = event.buttons > 0 || event.pointerType === 'touch'
    void this.rowMenu.openAt(event.clientX || box.left + 24, event.clientY || box.bottom, isPressed)
  }

  #rowItems() {
    const conversation = this.data.conversations.get(this.menuFor)
    return conversation ? conversationEntries(conversation, this.data, true) : []
  }

  #chooseForRow = (event: CustomEvent<{ value: string }>): void => {
    const conversation = this.data.conversations.get(this.menuFor)
    if (conversation) void chooseForConversation(event.detail.value, conversation, this.data)
  }

  #statusItems = () =>
    statuses.map((status) => ({
      value: `status ${status}`,
      label: t(`desk.status.${status}`),
      checked: status === this.choices.status,
    }))

  #orderItems = () =>
    orders.map((order) => ({
      value: `order ${order}`,
      label: t(`desk.order.${order}`),
      checked: order === this.choices.order,
    }))

  #choose = (event: CustomEvent<{ value: string }>): void => {
    const [what = '', value] = event.detail.value.split(' ')
    this.#change({ [what]: value })
  }

  #tab = (event: Event): void => {
    this.#change({ tab: (event.target as HTMLElement & { value: AssigneeTab }).value })
  }

  #change(detail: Partial<DeskChoices>): void {
    this.dispatchEvent(new CustomEvent('cb-choices', { detail, bubbles: true, composed: true }))
  }
}

define('cb-conversation-list', CbConversationList)

declare global {
  interface HTMLElementTagNameMap {
    'cb-conversation-list': CbConversationList
  }
}
