import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw'
import type { AccountData } from '../../data/account-data.ts'
import { nameOf } from '../../data/contacts.ts'
import type { Conversation } from '../../data/conversation.ts'
import { isActivity, isIncoming, type Message, senderName } from '../../data/message.ts'
import { Watch } from '../../data/store.ts'
import type { Thread } from '../../data/thread.ts'
import '../../elements/cb-error-card.ts'
import '../../elements/cb-skeleton.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { t } from '../../shell/language.ts'
import { clockTime, dayName, sameDay } from '../../shell/time.ts'
import { announce } from '../../shell/toast.ts'
import { base } from '../../styles/base.ts'
import './cb-message.ts'
import { previewOf } from './preview.ts'
import { ReadingPlace } from './reading-place.ts'
import { type ThreadItem, threadItems } from './thread-items.ts'
import { typingDots, typingStyles } from './typing-dots.ts'

const topZone = 200
/** How many messages stand in the page at first; scrolling up brings more, so that long threads open at once. */
const firstShown = 40

/** The scrolling middle of a thread. It stays at the newest while the reader is there, and where they are while they are not. */
export class CbMessages extends LitElement {
  static override styles = [
    base,
    typingStyles,
    css`
      :host { position: relative; display: flex; flex-direction: column; flex: 1; min-block-size: 0; }
      .scroll { flex: 1; min-block-size: 0; overflow: hidden auto; scrollbar-width: thin; scrollbar-color: var(--cb-line-strong) transparent; display: flex; flex-direction: column; overflow-anchor: none; }
      .scroll:focus-visible { outline-offset: -2px; border-radius: 0; }
      .column { inline-size: 100%; max-inline-size: var(--cb-thread-measure); margin: auto auto 0; padding: var(--cb-space-4) var(--cb-space-20) var(--cb-space-12); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-4); align-content: end; }
      .day { display: flex; align-items: center; gap: var(--cb-space-12); margin-block: var(--cb-space-8); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
      .day::before, .day::after { content: ''; flex: 1; block-size: 1px; background: var(--cb-line); forced-color-adjust: none; }
      .day.unread { color: var(--cb-brand-text); font-weight: var(--cb-weight-medium); }
      .day.unread::before, .day.unread::after { background: var(--cb-brand); opacity: 0.45; }
      .typing { display: flex; align-items: center; gap: var(--cb-space-8); padding-block: var(--cb-space-4); font-size: var(--cb-size-xs); color: var(--cb-text-subtle); min-block-size: 1.75rem; }
      .typing .dots { padding: 0.5rem 0.625rem; border-radius: var(--cb-radius-lg); background: var(--cb-bubble-in); }
      .older { text-align: center; font-size: var(--cb-size-xs); color: var(--cb-text-subtle); padding-block: var(--cb-space-8); }
      .again { color: var(--cb-brand-text); font-weight: var(--cb-weight-strong); text-decoration: underline; text-underline-offset: 2px; }
      .pill { position: absolute; inset-block-end: var(--cb-space-12); inset-inline: 0; margin-inline: auto; inline-size: fit-content; display: inline-flex; align-items: center; gap: var(--cb-space-6); min-block-size: 2rem; padding-inline: var(--cb-space-12); border-radius: var(--cb-radius-full); background: var(--cb-brand); color: var(--cb-on-brand); font-size: var(--cb-size-xs); font-weight: var(--cb-weight-strong); box-shadow: var(--cb-shadow-2); }
      .pill.quiet { background: var(--cb-overlay); color: var(--cb-text-muted); box-shadow: 0 0 0 1px var(--cb-overlay-line), var(--cb-shadow-2); inline-size: 2rem; padding: 0; justify-content: center; inset-inline: auto var(--cb-space-16); }
      cb-message.found { animation: found 1.6s var(--cb-ease); border-radius: var(--cb-radius-lg); }
      @keyframes found { 0%, 50% { background: var(--cb-selected); } }
      .wait { padding: var(--cb-space-20); display: grid; gap: var(--cb-space-16); margin-block-start: auto; }
      .wait > :nth-child(even) { justify-self: end; inline-size: 50%; }
      .wait > :nth-child(odd) { inline-size: 60%; }
      .pulse { block-size: 3.25rem; border-radius: var(--cb-radius-lg); background: var(--cb-neutral-soft); animation: sheen 1.6s infinite alternate var(--cb-ease); }
      .pulse:nth-child(2n) { block-size: 2.25rem; }
      @keyframes sheen { to { opacity: 0.5; } }
      cb-error-card { margin: auto; max-inline-size: 26rem; }
      @media (prefers-reduced-motion: reduce) { .pulse { animation: none; } }
      @media (max-width: 767px) { .column { padding-inline: var(--cb-space-12); } }
    `,
  ]

  @property({ attribute: false }) data!: AccountData
  @property({ attribute: false }) thread!: Thread
  @property({ attribute: false }) conversation!: Conversation
  /** Until when the reader had seen the conversation as they opened it, in seconds. */
  @property({ type: Number }) seenAt: number | undefined
  @state() private shown = firstShown
  @state() private isAtBottom = true
  @state() private arrived = 0
  /** Key of the message whose tools were used last. */
  @state() private reached: string | undefined
  @query('.scroll') private scroller!: HTMLElement | null
  readonly #state = new Watch(this, () => this.thread)
  readonly #typing = new Watch(this, () => this.data.typing)
  readonly #resized = new ResizeObserver(() => this.#fill())
  readonly #place = new ReadingPlace()
  #newest: number | undefined

  /** Brings the newest message into view. */
  toBottom(): void {
    this.#place.toEnd()
    this.#settle()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resized.disconnect()
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('thread')) this.#reset()
    this.#countArrivals()
  }

  override updated(): void {
    const column = this.renderRoot.querySelector('.column')
    if (column) this.#resized.observe(column)
    if (this.scroller) this.#resized.observe(this.scroller)
    this.#settle()
  }

  #reset(): void {
    this.shown = firstShown
    this.#place.toEnd()
    this.isAtBottom = true
    this.arrived = 0
    this.#newest = undefined
  }

  #countArrivals(): void {
    const { messages } = this.thread.value
    const last = messages.findLast(({ id }) => id > 0)
    const newest = this.#newest
    this.#newest = last?.id
    if (newest === undefined || !last || last.id <= newest) return
    const fresh = messages.filter((message) => message.id > newest && isIncoming(message))
    for (const message of fresh)
      announce(t('desk.message.arrived', { name: this.#nameOf(message), text: previewOf(message).text }))
    if (!this.isAtBottom) this.arrived += fresh.length
  }

  /** After every change of size or content: at the bottom, or with the same message at the same place. */
  #settle(): void {
    if (!this.scroller) return
    this.#place.keep(this.scroller, this.renderRoot.querySelectorAll('cb-message'))
    this.isAtBottom = this.#place.isAtEnd
    if (this.isAtBottom) this.arrived = 0
  }

  /** A tall window has room for more than a page, and nothing to scroll for the rest. */
  #fill(): void {
    this.#settle()
    requestAnimationFrame(this.#olderNearTop)
  }

  /** What failed is loaded again when the reader asks for it. */
  #olderNearTop = (): void => {
    const { scroller } = this
    const isNearTop = scroller !== null && scroller.clientHeight > 0 && scroller.scrollTop < topZone
    if (isNearTop && this.thread.value.failed !== 'older') this.#older()
  }

  override render() {
    const { messages, loading, error } = this.#state.value ?? this.thread.value
    if (messages.length === 0 && error) return this.#failure(error.message)
    if (messages.length === 0 && loading === 'first') return this.#waiting()
    const items = threadItems(messages.slice(-this.shown), this.seenAt)
    const reached = reachedOf(items, this.reached)
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${t('desk.thread.messages')} @scroll=${this.#scrolled} @cb-message-jump=${this.#jump}>
        <div class="column" @focusin=${this.#reach} @keydown=${this.#key}>
          ${this.#olderState()}
          ${repeat(
            items,
            ({ key }) => key,
            (item) => this.#item(item, reached),
          )}
          ${this.#typists()}
        </div>
      </div>
      ${this.#pill()}
    `
  }

  #olderState() {
    const { loading, failed } = this.thread.value
    if (loading === 'older') return html`<div class="older" role="status">${t('desk.thread.older')}</div>`
    if (failed !== 'older') return nothing
    return html`<div class="older" role="status">${t('desk.thread.older.failed')} <button type="button" class="again" @click=${() => void this.thread.loadOlder()}>${t('shell.retry')}</button></div>`
  }

  #item(item: ThreadItem, reached: string | undefined) {
    if (item.kind === 'day') return html`<div class="day" role="separator">${dayName(item.time)}</div>`
    if (item.kind === 'unread')
      return html`<div class="day unread" role="separator">${sameDay(item.time, Date.now() / 1000) ? t('desk.thread.newSince', { time: clockTime(item.time) }) : t('desk.thread.new')}</div>`
    const { message } = item
    return html`<cb-message
      data-key=${item.key} data-id=${message.id} .message=${message} .quoted=${this.#quotedBy(message)} .contactName=${nameOf(this.conversation.meta.sender)}
      ?first=${item.isFirst} ?last=${item.isLast} ?reached=${item.key === reached} ?replyable=${!message.private && message.message_type !== 2}
    ></cb-message>`
  }

  #quotedBy(message: Message): Message | undefined {
    const id = message.content_attributes?.in_reply_to
    return id ? this.thread.value.messages.find((one) => one.id === id) : undefined
  }

  #typists() {
    const typists = this.#typing.value?.get(this.conversation.id) ?? []
    if (typists.length === 0) return nothing
    const [first, second] = typists.map(
      (sender) => sender.available_name || sender.name || nameOf(this.conversation.meta.sender),
    )
    const words =
      typists.length === 1
        ? t('desk.typing.one', { name: first ?? '' })
        : typists.length === 2
          ? t('desk.typing.two', { name: first ?? '', other: second ?? '' })
          : t('desk.typing.many', { name: first ?? '', count: typists.length - 1 })
    return html`<div class="typing">${typingDots}<span dir="auto">${words}</span></div>`
  }

  #pill() {
    if (this.isAtBottom) return nothing
    if (this.arrived === 0)
      return html`<button type="button" class="pill quiet" aria-label=${t('desk.thread.toBottom')} title=${t('desk.thread.toBottom')} @click=${this.toBottom}>${glyph(arrowDown, 'sm')}</button>`
    return html`<button type="button" class="pill" @click=${this.toBottom}>${glyph(arrowDown, 'sm')}${t('desk.thread.arrived', { count: this.arrived })}</button>`
  }

  #waiting = () =>
    html`<div class="wait" role="status" aria-label=${t('desk.thread.loading')}>${[1, 2, 3, 4].map(() => html`<div class="pulse"></div>`)}</div>`

  #failure = (detail: string) =>
    html`<cb-error-card heading=${t('desk.thread.failed')} .detail=${detail} @cb-retry=${() => void this.thread.load()}>${t('desk.thread.failed.text')}</cb-error-card>`

  #scrolled = (): void => {
    this.#settle()
    this.#olderNearTop()
  }

  /** First what is here but not shown, then what the server has. */
  #older(): void {
    const { messages, loading, hasOlder } = this.thread.value
    if (this.shown < messages.length) this.shown += firstShown
    else if (hasOlder && !loading) {
      this.shown += firstShown
      void this.thread.loadOlder()
    }
  }

  #jump = async (event: CustomEvent<{ id: number }>): Promise<void> => {
    const { id } = event.detail
    const { messages } = this.thread.value
    const index = messages.findIndex((message) => message.id === id)
    if (index < 0) return
    this.shown = Math.max(this.shown, messages.length - index + 5)
    await this.updateComplete
    const element = this.renderRoot.querySelector<HTMLElement>(`cb-message[data-id="${id}"]`)
    element?.scrollIntoView({ block: 'center' })
    this.#settle()
    element?.classList.add('found')
    element?.addEventListener('animationend', () => element.classList.remove('found'), { once: true })
  }

  #reach = (event: Event): void => {
    this.reached = (event.target as Element).closest<HTMLElement>('cb-message')?.dataset.key ?? this.reached
  }

  /** From the tools of one message to those of the next above or below. */
  #key = (event: KeyboardEvent): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const isTool = event.composedPath().some((one) => one instanceof Element && one.matches('.tools'))
    if (!step || !isTool || event.defaultPrevented) return
    event.preventDefault()
    const all = [...this.renderRoot.querySelectorAll('cb-message')]
    const from = all.indexOf((event.target as Element).closest('cb-message') as (typeof all)[number])
    for (let at = from + step; all[at]; at += step) if (all[at]?.focusTools()) return
  }

  #nameOf = (message: Message): string => senderName(message.sender) || nameOf(this.conversation.meta.sender)
}

/** The one that Tab goes to: where the reader was, or else the newest. */
function reachedOf(items: readonly ThreadItem[], wanted: string | undefined): string | undefined {
  const stops = items.filter((item) => item.kind === 'message' && !isActivity(item.message))
  return (stops.find(({ key }) => key === wanted) ?? stops.at(-1))?.key
}

define('cb-messages', CbMessages)

declare global {
  interface HTMLElementTagNameMap {
    'cb-messages': CbMessages
  }
}
