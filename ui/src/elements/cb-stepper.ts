import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import check from 'lucide-static/icons/check.svg?raw'
import { base } from '../styles/base.ts'
import { define } from './define.ts'
import { glyph } from './glyph.ts'
import { text } from './texts.ts'

/** Where a wizard stands: jacks joined by a cord that is live behind you. Says it, goes nowhere. */
export class CbStepper extends LitElement {
  static override styles = [
    base,
    css`
      ol { display: flex; align-items: center; }
      li { display: flex; align-items: center; gap: var(--cb-space-8); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); color: var(--cb-text-subtle); white-space: nowrap; }
      li + li::before { content: ''; inline-size: clamp(1rem, 4vw, 3rem); block-size: var(--cb-cord-width); margin-inline: var(--cb-space-4); background: var(--cb-cord); transition: background var(--cb-time-cord) var(--cb-ease); }
      li.past + li::before { background: var(--cb-cord-live); }
      .jack { display: grid; place-items: center; inline-size: 1.25rem; block-size: 1.25rem; border-radius: 50%; border: 2px solid var(--cb-cord); background: var(--cb-surface); color: var(--cb-text-subtle); font-size: .625rem; line-height: 1; font-weight: var(--cb-weight-strong); }
      .jack .glyph { inline-size: .6875rem; block-size: .6875rem; stroke-width: 3; }
      .past { color: var(--cb-text-muted); } .past .jack { background: var(--cb-brand); border-color: var(--cb-brand); color: var(--cb-on-brand); }
      .now { color: var(--cb-text); font-weight: var(--cb-weight-strong); } .now .jack { border-color: var(--cb-brand); color: var(--cb-brand); box-shadow: 0 0 0 4px var(--cb-brand-soft); }
      @media (max-width: 767px) { li:not(.now) > .name { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); } }
    `,
  ]

  @property({ attribute: false }) steps: readonly string[] = []
  /** Index of the step being done. */
  @property({ type: Number }) current = 0

  override render() {
    const count = this.steps.length
    return html`<ol aria-label=${text('step', { step: this.current + 1, count })}>${this.steps.map((name, index) => {
      const isPast = index < this.current
      return html`<li class=${isPast ? 'past' : index === this.current ? 'now' : ''} aria-current=${index === this.current ? 'step' : nothing}>
        <span class="jack" aria-hidden="true">${isPast ? glyph(check) : index + 1}</span><span class="name">${name}</span>${isPast ? html`<span class="unseen">, ${text('done')}</span>` : nothing}
      </li>`
    })}</ol>`
  }
}

define('cb-stepper', CbStepper)

declare global {
  interface HTMLElementTagNameMap {
    'cb-stepper': CbStepper
  }
}
