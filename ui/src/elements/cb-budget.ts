import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import { define } from './define.ts'

/** How many tries of a few are spent: full dots are used, dashed ones kept back for people. */
export class CbBudget extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: flex; align-items: center; flex-wrap: wrap; gap: var(--cb-space-4) var(--cb-space-8); font: var(--cb-weight-regular) var(--cb-size-xs) / var(--cb-leading-xs) var(--cb-font); color: var(--cb-text-subtle); }
      .dots { display: flex; gap: var(--cb-space-4); align-items: center; forced-color-adjust: none; }
      i { inline-size: .625rem; block-size: .625rem; border-radius: 50%; border: 2px solid var(--cb-line-control); }
      .used { background: var(--cb-neutral-solid); border-color: var(--cb-neutral-solid); } .kept { border-style: dashed; }
    `,
  ]

  @property({ type: Number }) used = 0
  @property({ type: Number }) total = 10
  /** How many of the unused ones are kept back. */
  @property({ type: Number }) kept = 0
  /** The same in words; they stand beside the dots. */
  @property() label = ''

  override render() {
    const dots = Array.from({ length: this.total }, (_, index) =>
      index < this.used ? 'used' : index >= this.total - this.kept ? 'kept' : '',
    )
    return html`<span class="dots" aria-hidden="true">${dots.map((kind) => html`<i class=${kind}></i>`)}</span><span>${this.label}</span>`
  }
}

define('cb-budget', CbBudget)

declare global {
  interface HTMLElementTagNameMap {
    'cb-budget': CbBudget
  }
}
