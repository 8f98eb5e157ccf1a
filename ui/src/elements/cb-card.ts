import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import { define } from './define.ts'

/**
 * A part of a page that belongs together, with a heading and a word about it.
 * @slot - content
 * @slot note - beside the heading: when it was read, a link
 * @slot foot - at the lower edge
 */
export class CbCard extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; min-inline-size: 0; border-radius: var(--cb-radius-lg); background: var(--cb-raised); box-shadow: inset 0 0 0 1px var(--cb-line), var(--cb-shadow-1); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-md) var(--cb-font); color: var(--cb-text); }
      .head { display: flex; align-items: center; flex-wrap: wrap; gap: var(--cb-space-4) var(--cb-space-8); padding: var(--cb-space-8) var(--cb-space-16); border-block-end: 1px solid var(--cb-line); min-block-size: 3rem; }
      h2 { flex: 1; font-size: var(--cb-size-md); line-height: var(--cb-leading-md); }
      .head ::slotted(*) { font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
      .pad { padding: var(--cb-space-16); } :host([flush]) .pad { padding: 0; }
    `,
    css`@media (forced-colors: active) { :host { outline: 1px solid CanvasText; outline-offset: -1px; } }`,
  ]

  @property() heading = ''
  /** Content that brings its own distance from the edge: lists, tables. */
  @property({ type: Boolean, reflect: true }) flush = false

  override render() {
    return html`${this.heading ? html`<div class="head"><h2>${this.heading}</h2><slot name="note"></slot></div>` : nothing}<div class="pad"><slot></slot></div><slot name="foot"></slot>`
  }
}

define('cb-card', CbCard)

declare global {
  interface HTMLElementTagNameMap {
    'cb-card': CbCard
  }
}
