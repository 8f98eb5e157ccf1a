import { css, html, LitElement, nothing } from 'lit'
import { property, query } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import './cb-keys.ts'
import { define } from './define.ts'
import { place } from './place.ts'

const DELAY = 450

/** A word about what it wraps, on hover and focus, with its keys. Never the only place where something is said. */
export class CbTooltip extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: inline-flex; flex: none; }
      [popover] { position: fixed; inset: auto; margin: 0; border: 0; overflow: visible; pointer-events: none; align-items: center; gap: var(--cb-space-8); max-inline-size: 20rem; padding: .3125rem .5rem; border-radius: var(--cb-radius-sm); background: var(--cb-inverse); color: var(--cb-text-inverse); font: var(--cb-weight-medium) var(--cb-size-xs) / var(--cb-leading-xs) var(--cb-font); box-shadow: var(--cb-shadow-2); --cb-keys-fill: none; --cb-keys-text: currentColor; --cb-keys-line: color-mix(in oklab, currentColor 40%, transparent); }
      [popover]:popover-open { display: flex; animation: fade var(--cb-time-quick) var(--cb-ease); }
      @keyframes fade { from { opacity: 0; } }
      @media (forced-colors: active) { [popover] { outline: 1px solid CanvasText; } }
    `,
  ]

  @property() text = ''
  @property() keys = ''
  @query('[popover]') private tip!: HTMLElement
  #timer: ReturnType<typeof setTimeout> | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#hide()
  }

  #soon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#show(), DELAY)
  }

  #show(): void {
    if (!this.isConnected || !this.text || this.tip.matches(':popover-open')) return
    this.tip.showPopover()
    const box = this.getBoundingClientRect()
    const { width } = this.tip.getBoundingClientRect()
    place(this.tip, new DOMRect(box.left + (box.width - width) / 2, box.top, width, box.height))
  }

  readonly #hide = () => {
    clearTimeout(this.#timer)
    if (this.hasUpdated && this.tip.matches(':popover-open')) this.tip.hidePopover()
  }

  #focused(event: FocusEvent): void {
    if ((event.target as Element).matches(':focus-visible')) this.#soon()
  }

  override render() {
    return html`<slot
        @pointerenter=${this.#soon} @pointerleave=${this.#hide} @pointerdown=${this.#hide} @focusin=${this.#focused} @focusout=${this.#hide}
        @keydown=${this.#hide}
      ></slot><div popover="manual" role="tooltip" aria-hidden="true">${this.text}${this.keys ? html`<cb-keys keys=${this.keys}></cb-keys>` : nothing}</div>`
  }
}

define('cb-tooltip', CbTooltip)

declare global {
  interface HTMLElementTagNameMap {
    'cb-tooltip': CbTooltip
  }
}
