import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import unplug from 'lucide-static/icons/unplug.svg?raw'
import { base } from '../styles/base.ts'
import './cb-button.ts'
import { define } from './define.ts'
import { glyph } from './glyph.ts'
import { text } from './texts.ts'

/**
 * Something could not be shown: what happened, the exact words for whoever repairs it, and a way to try again.
 * @slot - what it means
 * @slot action - further ways out, beside trying again
 * @fires cb-retry - the reader wants to try again
 */
export class CbErrorCard extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--cb-space-8); justify-items: start; padding: var(--cb-space-16); border-radius: var(--cb-radius-lg); background: var(--cb-raised); box-shadow: inset 0 0 0 1px var(--cb-bad-line); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-md) var(--cb-font); color: var(--cb-text); }
      .heading { display: flex; align-items: center; gap: var(--cb-space-6); font-weight: var(--cb-weight-strong); } .heading .glyph { color: var(--cb-bad-icon); }
      .words { color: var(--cb-text-muted); }
      .ways { display: flex; gap: var(--cb-space-8); flex-wrap: wrap; }
      code { font-family: var(--cb-font-mono); font-size: .6875rem; line-height: 1rem; color: var(--cb-text-muted); overflow-wrap: anywhere; }
      @media (forced-colors: active) { :host { outline: 1px solid CanvasText; } }
    `,
  ]

  @property() heading = ''
  /** A provider's or program's own words. */
  @property() detail = ''
  @property({ type: Boolean, attribute: 'without-retry' }) withoutRetry = false

  override connectedCallback(): void {
    super.connectedCallback()
    this.setAttribute('role', 'group')
  }

  override render() {
    return html`<p class="heading">${glyph(unplug, 'sm')}${this.heading}</p><p class="words"><slot></slot></p>${this.detail ? html`<code>${this.detail}</code>` : nothing}<div class="ways">${
      this.withoutRetry
        ? nothing
        : html`<cb-button size="s" @click=${() => this.dispatchEvent(new CustomEvent('cb-retry', { bubbles: true, composed: true }))}>${text('retry')}</cb-button>`
    }<slot name="action"></slot></div>`
  }
}

define('cb-error-card', CbErrorCard)

declare global {
  interface HTMLElementTagNameMap {
    'cb-error-card': CbErrorCard
  }
}
