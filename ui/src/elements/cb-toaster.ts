import { css, html, LitElement, nothing } from 'lit'
import { state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import octagonX from 'lucide-static/icons/octagon-x.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'
import { base } from '../styles/base.ts'
import './cb-icon-button.ts'
import './cb-keys.ts'
import { define } from './define.ts'
import { glyph } from './glyph.ts'
import { text } from './texts.ts'

/** What `toast()` of the shell sends: something that happened, with at most one way to act on it. */
export interface ToastMessage {
  text: string
  tone?: 'neutral' | 'good' | 'bad'
  action?: { label: string; run(): void }
}

interface Shown extends ToastMessage {
  id: number
}

const STAYS = 6000
const MOST = 3

/** Shows the last few things that happened at the edge of the page. They stay while hovered or focused; Z undoes. */
export class CbToaster extends LitElement {
  static override styles = [
    base,
    css`
      :host { position: fixed; inset-block-end: var(--cb-space-20); inset-inline-start: var(--cb-toaster-start, calc(var(--cb-rail-width) + var(--cb-nav-width) + .75rem)); z-index: var(--cb-z-toast); display: block; inline-size: 19.5rem; max-inline-size: calc(100vw - 1rem); }
      [popover] { position: fixed; inset: auto; inset-block-end: var(--cb-space-20); inset-inline-start: var(--cb-toaster-start, calc(var(--cb-rail-width) + var(--cb-nav-width) + .75rem)); inline-size: inherit; max-inline-size: inherit; margin: 0; padding: 0; border: 0; background: none; overflow: visible; display: none; gap: var(--cb-space-8); }
      [popover]:popover-open { display: grid; }
      .toast { position: relative; display: flex; align-items: center; gap: var(--cb-space-12); padding: var(--cb-space-8) var(--cb-space-8) var(--cb-space-8) var(--cb-space-16); min-block-size: 2.75rem; border-radius: var(--cb-radius-lg); background: var(--cb-inverse); color: var(--cb-text-inverse); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); box-shadow: var(--cb-shadow-3); overflow: hidden; animation: arrive var(--cb-time-calm) var(--cb-ease); --cb-keys-fill: none; --cb-keys-text: currentColor; --cb-keys-line: color-mix(in oklab, currentColor 40%, transparent); }
      @keyframes arrive { from { opacity: 0; transform: translateY(.5rem); } }
      .words { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
      .toast > .glyph { align-self: start; margin-block-start: .3125rem; }
      .action { min-block-size: 1.75rem; padding-inline: var(--cb-space-8); border-radius: var(--cb-radius-sm); font-weight: var(--cb-weight-strong); color: light-dark(var(--cb-core-cord-300), var(--cb-core-cord-700)); display: inline-flex; align-items: center; gap: var(--cb-space-6); }
      .away { display: grid; place-items: center; inline-size: 1.75rem; block-size: 1.75rem; border-radius: var(--cb-radius-sm); }
      .away:hover, .action:hover { background: color-mix(in oklab, currentColor 14%, transparent); }
      .time { position: absolute; inset-inline: 0; inset-block-end: 0; block-size: 2px; background: light-dark(var(--cb-core-cord-400), var(--cb-core-cord-600)); transform-origin: left; animation: pass 6s linear forwards; }
      :host(:dir(rtl)) .time { transform-origin: right; }
      [popover]:is(:hover, :focus-within) .time { animation-play-state: paused; }
      @keyframes pass { to { transform: scaleX(0); } }
      @media (prefers-reduced-motion: reduce) { .time { display: none; } }
      @media (max-width: 1359px) { :host, [popover] { inset-inline-start: var(--cb-toaster-start, calc(var(--cb-rail-width) + .75rem)); } }
      @media (max-width: 767px) { :host, [popover] { inset-inline: .5rem; inline-size: auto; inset-block-end: 4rem; } }
      @media (forced-colors: active) { .toast { outline: 1px solid CanvasText; } }
    `,
  ]

  @state() private shown: readonly Shown[] = []
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()
  #next = 1

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('cb-toast', this.#receive)
    window.addEventListener('keydown', this.#undo)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('cb-toast', this.#receive)
    window.removeEventListener('keydown', this.#undo)
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }

  override updated(): void {
    const list = this.renderRoot.querySelector<HTMLElement>('[popover]')
    if (!list) return
    // Shown again, so that it stands above a dialog that opened since.
    if (list.matches(':popover-open')) list.hidePopover()
    if (this.shown.length > 0) list.showPopover()
  }

  show(message: ToastMessage): void {
    const id = this.#next++
    for (const old of this.shown.slice(0, Math.max(0, this.shown.length + 1 - MOST))) this.#stop(old.id)
    this.shown = [...this.shown, { ...message, id }].slice(-MOST)
    this.#start(id)
  }

  readonly #receive = (event: CustomEvent<ToastMessage>) => this.show(event.detail)

  readonly #undo = (event: KeyboardEvent) => {
    const last = this.shown.findLast(({ action }) => action)
    if (!last || event.code !== 'KeyZ' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
    event.preventDefault()
    this.#act(last)
  }

  #start(id: number): void {
    this.#timers.set(
      id,
      setTimeout(() => this.#remove(id), STAYS),
    )
  }

  #stop(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
  }

  #remove(id: number): void {
    this.#stop(id)
    this.shown = this.shown.filter((toast) => toast.id !== id)
  }

  #act({ id, action }: Shown): void {
    this.#remove(id)
    action?.run()
  }

  #hold(): void {
    for (const { id } of this.shown) this.#stop(id)
  }

  #release(): void {
    for (const { id } of this.shown) if (!this.#timers.has(id)) this.#start(id)
  }

  override render() {
    return html`<div popover="manual" role="region" aria-label=${text('notifications')} @pointerenter=${this.#hold} @pointerleave=${this.#release} @focusin=${this.#hold} @focusout=${this.#release}>
      ${repeat(
        this.shown,
        ({ id }) => id,
        (toast) => html`<div class="toast" role=${toast.tone === 'bad' ? 'alert' : 'status'}>
          ${toast.tone === 'bad' ? glyph(octagonX) : glyph(circleCheck)}<span class="words" dir="auto">${toast.text}</span>${
            toast.action
              ? html`<button type="button" class="action" @click=${() => this.#act(toast)}>${toast.action.label}<cb-keys keys="Z"></cb-keys></button>`
              : nothing
          }<button type="button" class="away" aria-label=${text('close')} @click=${() => this.#remove(toast.id)}>${glyph(x, 'sm')}</button><span class="time"></span>
        </div>`,
      )}
    </div>`
  }
}

/** Whether a key press goes into a text. */
export function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath()
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

define('cb-toaster', CbToaster)

declare global {
  interface HTMLElementTagNameMap {
    'cb-toaster': CbToaster
  }
}
