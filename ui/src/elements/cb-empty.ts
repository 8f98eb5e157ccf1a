import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import { define } from './define.ts'

/**
 * Nothing here yet: a part of the board with a cord at rest, what it means and what to do.
 * @slot - words, at most two sentences
 * @slot action - buttons
 */
export class CbEmpty extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; justify-items: center; align-content: center; gap: var(--cb-space-12); padding: var(--cb-space-32) var(--cb-space-24); text-align: center; flex: 1; min-block-size: 0; }
      svg { inline-size: 9.5rem; block-size: auto; margin-block-end: var(--cb-space-4); fill: none; stroke-width: 3; stroke-linecap: round; }
      .ring { fill: var(--cb-surface); stroke: var(--cb-line-strong); } .hole { fill: var(--cb-line-strong); }
      .live { fill: var(--cb-surface); stroke: var(--cb-brand); } .live-hole { fill: var(--cb-brand); }
      .cord { stroke: var(--cb-line-strong); } :host([live]) .cord { stroke: var(--cb-brand); }
      h2 { font-size: var(--cb-size-lg); line-height: var(--cb-leading-lg); }
      p { color: var(--cb-text-muted); font-size: var(--cb-size-sm); line-height: var(--cb-leading-md); max-inline-size: 38ch; text-wrap: pretty; }
    `,
  ]

  @property() heading = ''
  /** The cord is plugged: all is well and nothing waits. */
  @property({ type: Boolean, reflect: true }) live = false

  override render() {
    return html`<svg viewBox="0 0 190 96" aria-hidden="true">
        <path class="cord" d="M32 34C40 104 150 104 158 34" />
        <circle class="live" cx="32" cy="34" r="12" /><circle class="live-hole" cx="32" cy="34" r="4" />
        <circle class="ring" cx="74" cy="34" r="12" /><circle class="hole" cx="74" cy="34" r="4" />
        <circle class="ring" cx="116" cy="34" r="12" /><circle class="hole" cx="116" cy="34" r="4" />
        <circle class="live" cx="158" cy="34" r="12" /><circle class="live-hole" cx="158" cy="34" r="4" />
      </svg>${this.heading ? html`<h2>${this.heading}</h2>` : nothing}<p><slot></slot></p><slot name="action"></slot>`
  }
}

define('cb-empty', CbEmpty)

declare global {
  interface HTMLElementTagNameMap {
    'cb-empty': CbEmpty
  }
}
