import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw'
import chevronUp from 'lucide-static/icons/chevron-up.svg?raw'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { base } from '../../styles/base.ts'

const kept = 'cb-accordions'
const closed = (): Set<string> => new Set(JSON.parse(localStorage.getItem(kept) ?? '[]'))

/** A part of the contact panel that can be folded; the browser remembers. */
export class CbAccordion extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; border-block-start: 1px solid var(--cb-line); }
      h3 { font-size: inherit; }
      button { display: flex; align-items: center; gap: var(--cb-space-8); inline-size: 100%; min-block-size: 2.25rem; padding-inline: var(--cb-space-16) var(--cb-space-12); font-size: var(--cb-size-sm); font-weight: var(--cb-weight-strong); }
      button:focus-visible { outline-offset: -2px; }
      button > .glyph { margin-inline-start: auto; color: var(--cb-text-subtle); }
      .body { padding: 0 var(--cb-space-16) var(--cb-space-12); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-8); }
    `,
  ]

  @property() name = ''
  @property() heading = ''
  #isOpen = true

  override connectedCallback(): void {
    super.connectedCallback()
    this.#isOpen = !closed().has(this.name)
  }

  override render() {
    return html`<section aria-label=${this.heading}>
      <h3><button type="button" aria-expanded=${this.#isOpen ? 'true' : 'false'} @click=${this.#fold}>${this.heading}${glyph(this.#isOpen ? chevronUp : chevronDown, 'sm')}</button></h3>
      ${this.#isOpen ? html`<div class="body"><slot></slot></div>` : nothing}
    </section>`
  }

  #fold = (): void => {
    this.#isOpen = !this.#isOpen
    const all = closed()
    if (this.#isOpen) all.delete(this.name)
    else all.add(this.name)
    localStorage.setItem(kept, JSON.stringify([...all]))
    this.requestUpdate()
  }
}

define('cb-accordion', CbAccordion)

declare global {
  interface HTMLElementTagNameMap {
    'cb-accordion': CbAccordion
  }
}
