import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { styleMap } from 'lit/directives/style-map.js'
import { base } from '../styles/base.ts'
import { define } from './define.ts'

export interface ProgressPart {
  value: number
  tone: 'brand' | 'good' | 'warn' | 'bad' | 'rest'
  label: string
}

/** How far: one value of a hundred, or several parts of `total`. Without a value it only says that work goes on. */
export class CbProgress extends LitElement {
  static override styles = [
    base,
    css`
      div { display: flex; gap: 2px; block-size: .5rem; border-radius: var(--cb-radius-full); background: var(--cb-neutral-soft); overflow: hidden; forced-color-adjust: none; }
      i { background: var(--cb-chart-1); inline-size: var(--part); transition: inline-size var(--cb-time-calm) var(--cb-ease); }
      .good { background: var(--cb-good-icon); } .warn { background: var(--cb-warn-icon); } .bad { background: var(--cb-bad-icon); } .rest { background: var(--cb-heat-2); }
      .open { inline-size: 30%; animation: run 1.4s infinite var(--cb-ease); }
      @keyframes run { from { transform: translateX(-100%); } to { transform: translateX(340%); } }
      @media (prefers-reduced-motion: reduce) { .open { animation-duration: 5s; } }
      :host([size='l']) div { block-size: .75rem; }
    `,
  ]

  @property({ type: Number }) value: number | undefined = undefined
  @property({ attribute: false }) parts: readonly ProgressPart[] = []
  @property({ type: Number }) total = 100
  @property() label = ''
  @property({ reflect: true }) size: 'm' | 'l' = 'm'

  override willUpdate(): void {
    this.setAttribute('role', 'progressbar')
    const words = this.parts.map(({ label, value }) => `${label} ${value}`).join(', ')
    this.setAttribute('aria-label', [this.label, words].filter(Boolean).join(': '))
    const done = this.parts.length > 0 ? this.parts.reduce((sum, { value }) => sum + value, 0) : this.value
    if (done === undefined) this.removeAttribute('aria-valuenow')
    else this.setAttribute('aria-valuenow', String(Math.round((done / this.total) * 100)))
  }

  override render() {
    const width = (value: number) => styleMap({ '--part': `${(value / this.total) * 100}%` })
    if (this.parts.length > 0)
      return html`<div>${this.parts.map(({ value, tone }) => html`<i class=${tone} style=${width(value)}></i>`)}</div>`
    return html`<div>${this.value === undefined ? html`<i class="open"></i>` : html`<i style=${width(this.value)}></i>`}</div>`
  }
}

define('cb-progress', CbProgress)

declare global {
  interface HTMLElementTagNameMap {
    'cb-progress': CbProgress
  }
}
