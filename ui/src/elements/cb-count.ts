import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { define } from './define.ts'

/** How many: `9+` above nine when `short`. `quiet` where nothing waits. */
export class CbCount extends LitElement {
  static override styles = css`
    :host {
      min-inline-size: 1.125rem; box-sizing: border-box; padding-inline: .3125rem; block-size: 1.125rem; border-radius: var(--cb-radius-full); display: inline-grid; place-items: center; flex: none;
      background: var(--cb-brand); color: var(--cb-on-brand); font: var(--cb-weight-strong) var(--cb-size-2xs) / 1 var(--cb-font); font-variant-numeric: tabular-nums;
    }
    :host([hidden]) { display: none; }
    :host([quiet]) { background: var(--cb-neutral-soft); color: var(--cb-text-muted); font-weight: var(--cb-weight-medium); }
    @media (forced-colors: active) { :host { outline: 1px solid CanvasText; } }
  `

  @property({ type: Number }) value = 0
  @property({ type: Boolean, reflect: true }) quiet = false
  @property({ type: Boolean }) short = false

  override render() {
    return html`${this.short && this.value > 9 ? '9+' : this.value.toLocaleString(document.documentElement.lang || undefined)}`
  }
}

define('cb-count', CbCount)

declare global {
  interface HTMLElementTagNameMap {
    'cb-count': CbCount
  }
}
