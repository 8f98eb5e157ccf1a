import WaTextarea from '@awesome.me/webawesome/dist/components/textarea/textarea.js'
import { css, html, type PropertyValues } from 'lit'
import { property } from 'lit/decorators.js'
import { describe, errorLine } from './cb-input.ts'
import { define } from './define.ts'
import { fieldStyles } from './field-styles.ts'

/** Several lines of text. Grows with them up to `rows` of the reader's patience: `resize="auto"`. */
export class CbTextarea extends WaTextarea {
  static override css = [
    fieldStyles,
    css`
      .textarea { align-items: start; padding-block: var(--cb-space-8); min-block-size: 4.5rem; line-height: var(--cb-leading-md); display: grid; }
      textarea { inline-size: 100%; resize: vertical; min-block-size: 3.5rem; line-height: var(--cb-leading-md); }
      :host([resize='auto']) textarea { field-sizing: content; resize: none; max-block-size: 16rem; }
      :host([resize='none']) textarea { resize: none; }
      .size-adjuster { display: none; }
      .footer { display: none; } .footer.has-slotted { display: block; }
      @media (max-width: 767px) { textarea { font-size: 1rem; } }
    `,
  ]

  /** Why the value is refused. Empty when it is not. */
  @property() error = ''
  @property({ type: Boolean, attribute: 'label-hidden', reflect: true }) labelHidden = false
  @property({ type: Boolean, reflect: true }) invalid = false

  override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (changed.has('error')) this.invalid = this.error !== ''
  }

  override updated(changed: PropertyValues<this>): void {
    super.updated(changed)
    if (this.input) describe(this.input as HTMLElement, this.error !== '', this.hint !== '')
  }

  override render() {
    return html`${super.render()}${errorLine(this.error)}`
  }
}

define('cb-textarea', CbTextarea)

declare global {
  interface HTMLElementTagNameMap {
    'cb-textarea': CbTextarea
  }
}
