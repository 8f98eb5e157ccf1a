import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { define } from './define.ts'
import { text } from './texts.ts'

/** A check that is being made right now. Whole regions use `cb-skeleton` instead. */
export class CbSpinner extends LitElement {
  static override styles = css`
    :host { display: inline-block; flex: none; inline-size: 1rem; block-size: 1rem; }
    i { display: block; box-sizing: border-box; inline-size: 100%; block-size: 100%; border-radius: 50%; border: 2px solid var(--cb-line-strong); border-block-start-color: var(--cb-brand); animation: spin .9s linear infinite; }
    @keyframes spin { to { rotate: 1turn; } }
    @media (prefers-reduced-motion: reduce) { i { animation-duration: 4s; } }
  `

  @property() label = ''

  override willUpdate(): void {
    this.setAttribute('role', 'img')
    this.setAttribute('aria-label', this.label || text('loading'))
  }

  override render() {
    return html`<i></i>`
  }
}

define('cb-spinner', CbSpinner)

declare global {
  interface HTMLElementTagNameMap {
    'cb-spinner': CbSpinner
  }
}
