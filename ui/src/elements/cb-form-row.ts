import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import { define } from './define.ts'

/**
 * One matter of a settings form: what it is at the start, its controls at the end.
 * @slot - the controls
 */
export class CbFormRow extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 17rem) minmax(0, 1fr); gap: var(--cb-space-12) var(--cb-space-32); padding-block: var(--cb-space-20); border-block-start: 1px solid var(--cb-line); }
      :host(:first-of-type) { border-block-start: 0; padding-block-start: var(--cb-space-4); } :host(:last-of-type) { padding-block-end: var(--cb-space-4); }
      h2 { font-size: var(--cb-size-md); line-height: var(--cb-leading-md); }
      p { margin-block-start: 2px; font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); color: var(--cb-text-muted); }
      .controls { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-12); align-content: start; }
      .controls ::slotted(:is(cb-button, cb-switch, cb-segmented, cb-badge)) { justify-self: start; }
      @media (max-width: 767px) { :host { grid-template-columns: minmax(0, 1fr); } }
    `,
  ]

  @property() heading = ''
  @property() help = ''

  override render() {
    return html`<div><h2>${this.heading}</h2>${this.help ? html`<p>${this.help}</p>` : nothing}</div><div class="controls"><slot></slot></div>`
  }
}

define('cb-form-row', CbFormRow)

declare global {
  interface HTMLElementTagNameMap {
    'cb-form-row': CbFormRow
  }
}
