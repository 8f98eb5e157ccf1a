import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import './cb-badge.ts'
import './cb-callout.ts'
import './cb-card.ts'
import './cb-error-card.ts'
import { define } from './define.ts'
import type { Tone } from './tone.ts'

/** One value that a provider reports. */
export interface HealthItem {
  label: string
  value: string
  /** Without one the value is plain text: a name, a date. */
  tone?: Tone
  /** What it means. */
  why?: string
  /** What to do about it. */
  todo?: string
  /** The provider's own name and word, for whoever looks it up. */
  raw?: string
}

/**
 * How something outside fares, as its provider says: each value with its tone, its meaning and what to do.
 * @slot note - when it was read
 * @slot error - what a failure means
 * @slot empty - shown when there is nothing
 * @fires cb-retry - the reader wants it read again
 */
export class CbHealthCard extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; min-inline-size: 0; container-type: inline-size; }
      dl { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); overflow: hidden; }
      .item { display: grid; grid-template-columns: minmax(0, 1fr) fit-content(72%); gap: var(--cb-space-4) var(--cb-space-12); align-content: start; padding: var(--cb-space-12) var(--cb-space-16); border-block-start: 1px solid var(--cb-line); }
      .item:nth-child(odd) { border-inline-end: 1px solid var(--cb-line); } .item:nth-child(-n + 2) { border-block-start: 0; }
      .item:last-child:nth-child(odd) { grid-column: 1 / -1; border-inline-end: 0; }
      dt { font-size: var(--cb-size-sm); line-height: 1.375rem; color: var(--cb-text-muted); }
      dd { margin: 0; min-inline-size: 0; } .value { font-size: var(--cb-size-sm); line-height: 1.375rem; font-weight: var(--cb-weight-medium); text-align: end; overflow-wrap: anywhere; }
      .why { grid-column: 1 / -1; font-size: var(--cb-size-xs); line-height: 1.125rem; color: var(--cb-text-subtle); max-inline-size: 44ch; overflow-wrap: anywhere; }
      .todo { color: var(--cb-text); }
      .bone { display: block; block-size: .625rem; margin-block: .375rem; border-radius: var(--cb-radius-xs); background: var(--cb-neutral-soft); } .bone.mark { inline-size: 5.5rem; block-size: 1.375rem; margin: 0 0 0 auto; border-radius: var(--cb-radius-sm); } dt .bone { inline-size: 6rem; } .why .bone { inline-size: min(18rem, 86%); }
      .over { padding: var(--cb-space-12) var(--cb-space-16); border-block-end: 1px solid var(--cb-line); }
      .alone { padding: var(--cb-space-16); }
      @container (max-width: 32rem) { dl { grid-template-columns: minmax(0, 1fr); } .item.item { border-inline-end: 0; } .item:nth-child(2) { border-block-start: 1px solid var(--cb-line); } }
    `,
  ]

  @property() heading = ''
  @property({ attribute: false }) items: readonly HealthItem[] = []
  /** Nothing is known yet: as many places as there will be values. */
  @property({ type: Boolean, reflect: true }) loading = false
  /** What could not be read; without items it stands alone. */
  @property() failure = ''
  /** The provider's or server's own words about it. */
  @property() detail = ''
  /** That what is shown is older than it should be. */
  @property() stale = ''

  override render() {
    return html`<cb-card flush heading=${this.heading} aria-busy=${this.loading ? 'true' : 'false'}>
      <slot name="note" slot="note"></slot>${this.#renderBody()}
    </cb-card>`
  }

  #renderBody() {
    if (this.loading) return html`<dl aria-hidden="true">${Array.from({ length: 12 }, bones)}</dl>`
    if (this.failure)
      return html`<div class="alone"><cb-error-card heading=${this.failure} detail=${this.detail}><slot name="error"></slot></cb-error-card></div>`
    if (this.items.length === 0) return html`<slot name="empty"></slot>`
    return html`${this.stale ? html`<div class="over"><cb-callout tone="warn" heading=${this.stale}>${this.detail}</cb-callout></div>` : nothing}<dl>${this.items.map(drawItem)}</dl>`
  }
}

const bones = () =>
  html`<div class="item"><dt><span class="bone"></span></dt><dd><span class="bone mark"></span></dd><dd class="why"><span class="bone"></span></dd></div>`

const drawItem = ({ label, value, tone, why, todo, raw }: HealthItem) =>
  html`<div class="item"><dt>${label}</dt><dd class="value" dir="auto" title=${raw ?? nothing}>${tone ? html`<cb-badge tone=${tone}>${value}</cb-badge>` : value}</dd>${
    why ? html`<dd class="why">${why}</dd>` : nothing
  }${todo ? html`<dd class="why todo">${todo}</dd>` : nothing}</div>`

define('cb-health-card', CbHealthCard)

declare global {
  interface HTMLElementTagNameMap {
    'cb-health-card': CbHealthCard
  }
}
