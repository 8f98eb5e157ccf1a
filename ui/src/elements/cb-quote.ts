import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import { define } from './define.ts'

/**
 * Somebody else's words, kept apart from ours.
 * @slot - the words
 */
export class CbQuote extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; }
      blockquote { margin: 0; padding: var(--cb-space-8) var(--cb-space-12); border-radius: var(--cb-radius-md); background: var(--cb-sunken); box-shadow: inset 0 0 0 1px var(--cb-line); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-md) var(--cb-font); color: var(--cb-text); overflow-wrap: anywhere; }
      cite { display: block; font-style: normal; font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); margin-block-end: 2px; }
    `,
    css`@media (forced-colors: active) { blockquote { outline: 1px solid CanvasText; } }`,
  ]

  /** Who said it, when, with its code. */
  @property() cite = ''

  override render() {
    return html`<blockquote>${this.cite ? html`<cite>${this.cite}</cite>` : nothing}<div dir="auto"><slot></slot></div></blockquote>`
  }
}

define('cb-quote', CbQuote)

declare global {
  interface HTMLElementTagNameMap {
    'cb-quote': CbQuote
  }
}
