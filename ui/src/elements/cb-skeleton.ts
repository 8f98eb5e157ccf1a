import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { define } from './define.ts'

/** Where something will stand: `lines` of text, a row with an avatar, or a card. Shown instead of a spinner. */
export class CbSkeleton extends LitElement {
  static override styles = css`
    :host { display: grid; gap: var(--cb-space-8); } :host([hidden]) { display: none; }
    i { display: block; block-size: .625rem; border-radius: var(--cb-radius-xs); background: linear-gradient(100deg, var(--cb-neutral-soft) 40%, var(--cb-hover) 50%, var(--cb-neutral-soft) 60%) var(--cb-neutral-soft); background-size: 300% 100%; animation: sheen 1.6s infinite linear; }
    i:nth-child(3n + 1) { inline-size: 62%; } i:nth-child(3n + 2) { inline-size: 86%; } i:nth-child(3n) { inline-size: 44%; }
    .row { display: grid; grid-template-columns: 2rem minmax(0, 1fr); gap: var(--cb-space-12); align-items: center; padding: var(--cb-space-12) var(--cb-space-16); border-block-end: 1px solid var(--cb-line); }
    .row:last-child { border: 0; } .row > i { inline-size: 2rem; block-size: 2rem; border-radius: 50%; } .row > span { display: grid; gap: var(--cb-space-8); }
    .card { block-size: 9rem; border-radius: var(--cb-radius-lg); inline-size: 100% !important; }
    @keyframes sheen { from { background-position: 100% 0; } to { background-position: 0 0; } }
    @media (prefers-reduced-motion: reduce) { i { animation: none; } }
  `

  @property() kind: 'lines' | 'rows' | 'cards' = 'lines'
  @property({ type: Number }) lines = 3

  override connectedCallback(): void {
    super.connectedCallback()
    this.setAttribute('aria-hidden', 'true')
  }

  override render() {
    const parts = Array.from({ length: this.lines })
    if (this.kind === 'rows') return parts.map(() => html`<div class="row"><i></i><span><i></i><i></i></span></div>`)
    return parts.map(() => html`<i class=${this.kind === 'cards' ? 'card' : ''}></i>`)
  }
}

define('cb-skeleton', CbSkeleton)

declare global {
  interface HTMLElementTagNameMap {
    'cb-skeleton': CbSkeleton
  }
}
