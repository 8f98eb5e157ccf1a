import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import { define } from './define.ts'

export interface Attempt {
  /** When, as it should read, and exactly, for whoever asks. */
  when: string
  exact?: string
  /** Who asked for it and how it ended. */
  result: string
}

/** What was tried, newest first; the older ones on demand. */
export class CbAttempts extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; font: var(--cb-weight-regular) var(--cb-size-xs) / 1.125rem var(--cb-font); color: var(--cb-text-muted); }
      ul { display: grid; gap: 1px; }
      li { display: flex; gap: var(--cb-space-6); font-variant-numeric: tabular-nums; } li > :last-child { margin-inline-start: auto; color: var(--cb-text-subtle); text-align: end; }
    `,
  ]

  @property({ attribute: false }) attempts: readonly Attempt[] = []
  /** How many stand there at once. */
  @property({ type: Number }) shown = 3
  /** Words of the button that shows the others. */
  @property() earlier = ''
  @state() private isOpen = false

  override render() {
    const some = this.isOpen ? this.attempts : this.attempts.slice(0, this.shown)
    return html`<ul>${some.map(({ when, exact, result }) => html`<li><span title=${exact ?? nothing}>${when}</span><span>${result}</span></li>`)}</ul>${
      some.length < this.attempts.length
        ? html`<button type="button" class="link" aria-expanded="false" @click=${() => {
            this.isOpen = true
          }}>${this.earlier}</button>`
        : nothing
    }`
  }
}

define('cb-attempts', CbAttempts)

declare global {
  interface HTMLElementTagNameMap {
    'cb-attempts': CbAttempts
  }
}
