import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import { define } from './define.ts'

const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * One of several ways, as a card: a radio button that has room for what belongs to it. Put them side by side in an
 * element with `role="radiogroup"` and a name.
 * @slot - what belongs to this way, outside the radio button
 * @slot badge - beside the heading
 * @fires change - this one was chosen
 */
export class CbChoice extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-12); align-content: start; min-inline-size: 0; padding: var(--cb-space-16); border-radius: var(--cb-radius-lg); background: var(--cb-raised); box-shadow: inset 0 0 0 1px var(--cb-line-strong); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); color: var(--cb-text); }
      :host(:hover) { box-shadow: inset 0 0 0 1px var(--cb-line-control); }
      :host([checked]) { box-shadow: inset 0 0 0 2px var(--cb-brand); background: light-dark(var(--cb-core-cord-50), var(--cb-core-cord-950)); }
      .radio { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--cb-space-12); align-items: start; cursor: pointer; }
      .heading { display: flex; align-items: center; gap: var(--cb-space-4) var(--cb-space-8); flex-wrap: wrap; font-size: var(--cb-size-md); line-height: var(--cb-leading-md); font-weight: var(--cb-weight-strong); }
      .text { display: block; color: var(--cb-text-muted); }
      .mark { inline-size: 1rem; block-size: 1rem; border-radius: 50%; border: 1.5px solid var(--cb-line-control); background: var(--cb-raised); }
      :host([checked]) .mark { border: 5px solid var(--cb-brand); }
      .body { display: contents; }
      @media (forced-colors: active) { :host { outline: 1px solid CanvasText; } :host([checked]) { outline: 2px solid Highlight; } }
    `,
  ]

  @property() heading = ''
  @property() text = ''
  @property() value = ''
  @property({ type: Boolean, reflect: true }) checked = false
  @property({ type: Boolean }) disabled = false

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.radio')?.focus()
  }

  #choose(): void {
    if (this.checked || this.disabled) return
    for (const other of this.#ways()) other.checked = other === this
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  }

  #ways(): CbChoice[] {
    return [...(this.closest('[role="radiogroup"]')?.querySelectorAll('cb-choice') ?? [])]
  }

  #press(event: KeyboardEvent): void {
    const ways = this.#ways()
    if (event.key === ' ' || event.key === 'Enter') this.#choose()
    else if (event.key in steps) {
      const next = ways[(ways.indexOf(this) + (steps[event.key] ?? 0) + ways.length) % ways.length]
      if (!next) return
      next.focus()
      next.#choose()
    } else return
    event.preventDefault()
  }

  override render() {
    const isReached = this.checked || !this.#ways().some(({ checked }) => checked)
    return html`<div class="radio" role="radio" aria-checked=${this.checked ? 'true' : 'false'} aria-disabled=${this.disabled ? 'true' : 'false'} aria-label=${this.heading} aria-description=${this.text} tabindex=${isReached ? 0 : -1} @click=${this.#choose} @keydown=${this.#press}>
        <span><span class="heading">${this.heading}<slot name="badge"></slot></span><span class="text">${this.text}</span></span><span class="mark"></span>
      </div><div class="body"><slot></slot></div>`
  }
}

define('cb-choice', CbChoice)

declare global {
  interface HTMLElementTagNameMap {
    'cb-choice': CbChoice
  }
}
