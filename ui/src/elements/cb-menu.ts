import { css, html, LitElement, nothing } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import check from 'lucide-static/icons/check.svg?raw'
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw'
import { base } from '../styles/base.ts'
import './cb-icon.ts'
import './cb-keys.ts'
import { define } from './define.ts'
import { deepActiveElement, nextIndex } from './focus.ts'
import { glyph } from './glyph.ts'
import { place } from './place.ts'

export interface MenuItem {
  /** What `cb-choose` carries. */
  value?: string
  label: string
  /** Source or registered name of an icon. */
  icon?: string
  /** A short word at the end: the present value, a time. */
  detail?: string
  keys?: string
  danger?: boolean
  disabled?: boolean
  /** Makes it one of several to tick. */
  checked?: boolean
  items?: readonly MenuEntry[]
}

/** An item, a heading, or a line between groups. */
export type MenuEntry = MenuItem | { title: string } | 'line'

const isItem = (entry: MenuEntry): entry is MenuItem => entry !== 'line' && 'label' in entry

/**
 * Opens a list of things to do at its trigger, or at a point by `openAt`. Arrow keys, first letters, Enter, Escape.
 * Focus goes back to where it was.
 * @slot trigger - the button; it is told `expanded` and `haspopup`
 * @fires cb-choose - `detail.value` of the item
 */
export class CbMenu extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: inline-flex; flex: none; }
      [popover] { inset: auto; margin: 0; border: 0; color: var(--cb-text); overflow: hidden auto; max-block-size: min(28rem, calc(100dvh - 1rem)); min-inline-size: 13rem; max-inline-size: min(22rem, calc(100vw - 1rem)); padding: .3125rem; border-radius: var(--cb-radius-lg); background: var(--cb-overlay); box-shadow: 0 0 0 1px var(--cb-overlay-line), var(--cb-shadow-3); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); position: fixed; }
      [popover]:popover-open { animation: appear var(--cb-time-quick) var(--cb-ease); }
      @keyframes appear { from { opacity: 0; transform: translateY(-.25rem); } }
      .title { padding: .375rem .5rem .25rem; font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
      .line { block-size: 1px; margin: .3125rem .5rem; background: var(--cb-line); }
      button { display: flex; align-items: center; gap: var(--cb-space-8); inline-size: 100%; min-block-size: var(--cb-menu-item); padding-inline: .5rem; border-radius: var(--cb-radius-sm); color: var(--cb-text); }
      button > .glyph, button > cb-icon { color: var(--cb-text-muted); }
      button > .label { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; padding-block: .25rem; }
      button:hover { background: var(--cb-hover); }
      button:focus { background: var(--cb-selected); outline: none; }
      button[aria-disabled='true'] { color: var(--cb-text-disabled); cursor: default; }
      button.danger, button.danger > cb-icon { color: var(--cb-bad-text); }
      .end { padding-inline-start: var(--cb-space-16); color: var(--cb-text-subtle); font-size: var(--cb-size-xs); }
      .tick { inline-size: 1rem; color: var(--cb-brand) !important; } .tick.off { visibility: hidden; }
      @media (forced-colors: active) { [popover] { outline: 1px solid CanvasText; } button:focus { outline: 2px solid Highlight; outline-offset: -2px; } }
    `,
  ]

  @property({ attribute: false }) items: readonly MenuEntry[] = []
  /** The name of the list. */
  @property() label = ''
  @property() placement: 'start' | 'end' = 'start'
  @state() private path: number[] = []
  @query('#menu') private menu!: HTMLElement
  @query('#submenu') private submenu!: HTMLElement | null
  #before: HTMLElement | undefined
  #typed = ''
  #typedAt = 0

  /** Opens below the trigger. */
  async open(): Promise<void> {
    const trigger = this.querySelector<HTMLElement>('[slot="trigger"]') ?? this
    await this.#show(trigger.getBoundingClientRect())
  }

  /**
   * Opens at a point of the window: for a right click, or the menu key. While the pointer is still `pressed` it waits
   * for its release, which would close it again.
   */
  async openAt(x: number, y: number, pressed = false): Promise<void> {
    if (!pressed || (await isReleased())) await this.#show(new DOMRect(x, y, 0, 0))
  }

  close(): void {
    if (this.menu.matches(':popover-open')) this.menu.hidePopover()
  }

  get isOpen(): boolean {
    return this.hasUpdated && this.menu.matches(':popover-open')
  }

  async #show(anchor: DOMRect): Promise<void> {
    await this.updateComplete
    this.#before = deepActiveElement()
    this.path = []
    this.menu.showPopover()
    place(this.menu, anchor, { align: this.placement })
    this.#focus(this.menu, 0)
  }

  #buttons(list: Element | null): HTMLButtonElement[] {
    return list ? [...list.querySelectorAll<HTMLButtonElement>(':scope > button')] : []
  }

  #focus(list: Element | null, index: number): void {
    this.#buttons(list)[index]?.focus()
  }

  #toggled(event: ToggleEvent): void {
    const isOpen = event.newState === 'open'
    const trigger = this.querySelector('[slot="trigger"]') as (HTMLElement & { expanded?: boolean }) | null
    if (trigger) trigger.expanded = isOpen
    if (isOpen) return
    this.path = []
    const inside = deepActiveElement()
    if (!inside || inside === document.body || this.renderRoot.contains(inside)) this.#before?.focus()
    this.dispatchEvent(new CustomEvent('cb-menu-close'))
  }

  #choose(item: MenuItem, index: number, depth: number): void {
    if (item.disabled) return
    if (item.items) {
      void this.#openSubmenu(index)
      return
    }
    this.close()
    if (depth >= 0)
      this.dispatchEvent(
        new CustomEvent('cb-choose', { bubbles: true, composed: true, detail: { value: item.value ?? item.label } }),
      )
  }

  async #openSubmenu(index: number, withFocus = true): Promise<void> {
    this.path = [index]
    await this.updateComplete
    const parent = this.#buttons(this.menu)[index]
    if (!parent || !this.submenu) return
    this.submenu.showPopover()
    place(this.submenu, parent.getBoundingClientRect(), { beside: true })
    if (withFocus) this.#focus(this.submenu, 0)
  }

  /** Follows a pointer that moves. One that rests while the menu grows beneath it chooses nothing. */
  #hover(item: MenuItem, index: number, depth: number): void {
    if (depth > 0 || this.path[0] === index) return
    if (item.items) void this.#openSubmenu(index, false)
    else if (this.path.length > 0) {
      const hasFocus = this.submenu?.contains(deepActiveElement() ?? null)
      this.path = []
      if (hasFocus) this.#focus(this.menu, index)
    }
  }

  #key(event: KeyboardEvent, list: HTMLElement | null): void {
    const buttons = this.#buttons(list)
    const index = buttons.indexOf(deepActiveElement() as HTMLButtonElement)
    const [deeper, back] = this.matches(':dir(rtl)') ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft']
    const next = nextIndex(event.key, index, buttons.length) ?? this.#typeTo(event, buttons)
    if (next !== undefined) buttons[next]?.focus()
    else if (event.key === deeper && buttons[index]?.ariaHasPopup) void this.#openSubmenu(index)
    else if (list === this.submenu && (event.key === back || event.key === 'Escape')) this.#leaveSubmenu()
    else if (event.key === 'Escape' || event.key === 'Tab') this.close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #leaveSubmenu(): void {
    const [index = 0] = this.path
    this.path = []
    this.#focus(this.menu, index)
  }

  #typeTo(event: KeyboardEvent, buttons: HTMLButtonElement[]): number | undefined {
    if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return undefined
    this.#typed = event.timeStamp - this.#typedAt > 800 ? event.key : this.#typed + event.key
    this.#typedAt = event.timeStamp
    const found = buttons.findIndex((button) =>
      button.textContent?.trim().toLocaleLowerCase().startsWith(this.#typed.toLocaleLowerCase()),
    )
    return found < 0 ? undefined : found
  }

  #triggered(): void {
    if (this.isOpen) this.close()
    else void this.open()
  }

  #slotted(event: Event): void {
    for (const element of (event.target as HTMLSlotElement).assignedElements()) {
      Object.assign(element, { haspopup: 'menu', expanded: this.isOpen })
    }
  }

  #entries(entries: readonly MenuEntry[], depth: number): unknown {
    let index = -1
    const isTicked = entries.some((entry) => isItem(entry) && entry.checked !== undefined)
    return entries.map((entry) => {
      if (entry === 'line') return html`<div class="line" role="separator"></div>`
      if (!isItem(entry)) return html`<div class="title" role="presentation">${entry.title}</div>`
      index += 1
      const at = index
      const role = entry.checked === undefined ? 'menuitem' : 'menuitemcheckbox'
      return html`<button
        type="button" role=${role} tabindex="-1" class=${entry.danger ? 'danger' : ''} aria-disabled=${entry.disabled ? 'true' : nothing}
        aria-checked=${entry.checked === undefined ? nothing : entry.checked ? 'true' : 'false'} aria-haspopup=${entry.items ? 'menu' : nothing}
        @click=${() => this.#choose(entry, at, depth)} @pointermove=${() => this.#hover(entry, at, depth)}
      >${isTicked ? html`<span class="tick ${entry.checked ? '' : 'off'}">${glyph(check)}</span>` : nothing}${
        entry.icon ? html`<cb-icon .name=${entry.icon}></cb-icon>` : nothing
      }<span class="label" dir="auto">${entry.label}</span>${entry.detail ? html`<span class="end">${entry.detail}</span>` : nothing}${
        entry.keys ? html`<cb-keys keys=${entry.keys}></cb-keys>` : nothing
      }${entry.items ? glyph(chevronRight, 'sm', true) : nothing}</button>`
    })
  }

  override render() {
    const [index] = this.path
    const parent = index === undefined ? undefined : this.items.filter(isItem)[index]
    return html`<slot name="trigger" @click=${this.#triggered} @slotchange=${this.#slotted}></slot><slot></slot>
      <div id="menu" popover role="menu" aria-label=${this.label || nothing} @toggle=${this.#toggled} @keydown=${(event: KeyboardEvent) => this.#key(event, this.menu)}>${this.#entries(this.items, 0)}${
        parent?.items
          ? html`<div id="submenu" popover="manual" role="menu" aria-label=${parent.label} @keydown=${(event: KeyboardEvent) => this.#key(event, this.submenu)}>${this.#entries(parent.items, 1)}</div>`
          : nothing
      }</div>`
  }
}

/** False when another press came instead. */
const isReleased = () =>
  new Promise<boolean>((resolve) => {
    const ends = new AbortController()
    const on = (name: 'pointerup' | 'pointercancel' | 'pointerdown', isUp: boolean) =>
      window.addEventListener(
        name,
        () => {
          ends.abort()
          // After this event, which closes what is open.
          setTimeout(resolve, 0, isUp)
        },
        { capture: true, signal: ends.signal },
      )
    on('pointerup', true)
    on('pointercancel', true)
    on('pointerdown', false)
  })

define('cb-menu', CbMenu)

declare global {
  interface HTMLElementTagNameMap {
    'cb-menu': CbMenu
  }
}
