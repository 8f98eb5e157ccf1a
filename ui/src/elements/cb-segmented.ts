import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import './cb-icon.ts'
import { define } from './define.ts'
import { nextIndex } from './focus.ts'

export interface Segment {
  value: string
  label: string
  icon?: string
  count?: number
}

/**
 * One of two to four, all in view. Arrow keys move and choose.
 * @fires change - after `value` changed by the user
 */
export class CbSegmented extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: inline-flex; max-inline-size: 100%; }
      div { display: inline-flex; padding: 2px; border-radius: var(--cb-radius-md); background: var(--cb-neutral-soft); overflow-x: auto; scrollbar-width: none; }
      button { display: inline-flex; align-items: center; gap: var(--cb-space-6); min-block-size: 1.625rem; padding-inline: var(--cb-space-8); border-radius: var(--cb-radius-sm); font: var(--cb-weight-medium) var(--cb-size-xs) / var(--cb-leading-xs) var(--cb-font); color: var(--cb-text-muted); white-space: nowrap; }
      button:hover { color: var(--cb-text); }
      button[aria-checked='true'] { background: var(--cb-overlay); color: var(--cb-text); box-shadow: var(--cb-shadow-1); }
      button:focus-visible { outline-offset: -1px; }
      cb-icon { --cb-icon-size: .875rem; }
      @media (max-width: 767px) { button { min-block-size: 2.25rem; padding-inline: var(--cb-space-12); } }
      @media (forced-colors: active) { div { outline: 1px solid CanvasText; } button[aria-checked='true'] { outline: 2px solid Highlight; outline-offset: -2px; } }
    `,
  ]

  @property({ attribute: false }) options: readonly Segment[] = []
  @property() value = ''
  /** What is being chosen. */
  @property() label = ''

  #choose(value: string): void {
    if (value === this.value) return
    this.value = value
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  }

  async #key(event: KeyboardEvent): Promise<void> {
    const index = this.options.findIndex(({ value }) => value === this.value)
    const next = nextIndex(event.key, index, this.options.length, { horizontal: true, rtl: this.matches(':dir(rtl)') })
    const option = next === undefined ? undefined : this.options[next]
    if (!option || next === undefined) return
    event.preventDefault()
    this.#choose(option.value)
    await this.updateComplete
    this.renderRoot.querySelectorAll('button')[next]?.focus()
  }

  override render() {
    return html`<div role="radiogroup" aria-label=${this.label || nothing} @keydown=${this.#key}>${this.options.map(
      ({ value, label, icon, count }) => html`<button
        type="button" role="radio" aria-checked=${value === this.value ? 'true' : 'false'} tabindex=${value === this.value ? 0 : -1}
        @click=${() => this.#choose(value)}
      >${icon ? html`<cb-icon .name=${icon}></cb-icon>` : nothing}${label}${count === undefined ? nothing : html` <span class="figures">${count}</span>`}</button>`,
    )}</div>`
  }
}

define('cb-segmented', CbSegmented)

declare global {
  interface HTMLElementTagNameMap {
    'cb-segmented': CbSegmented
  }
}
