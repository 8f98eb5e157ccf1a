import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import { define } from './define.ts'
import { nextIndex } from './focus.ts'

export interface Tab {
  value: string
  label: string
  count?: number
  /** Makes the tab a link of its own, for tabs that are pages. */
  href?: string
}

/**
 * The parts of one thing, one shown at a time. The screen renders the panel and names it `id="panel"` beside the tabs.
 * @fires change - after `value` changed by the user
 */
export class CbTabs extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; min-inline-size: 0; }
      [role='tablist'], nav { display: flex; gap: var(--cb-space-16); border-block-end: 1px solid var(--cb-line); padding-inline: var(--cb-tabs-pad, 0); overflow-x: auto; scrollbar-width: none; }
      .tab { position: relative; display: inline-flex; align-items: center; gap: var(--cb-space-6); min-block-size: 2.375rem; font: var(--cb-weight-medium) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); color: var(--cb-text-muted); white-space: nowrap; }
      .tab:hover { color: var(--cb-text); }
      .tab:is([aria-selected='true'], [aria-current]) { color: var(--cb-text); }
      .tab:is([aria-selected='true'], [aria-current])::after { content: ''; position: absolute; inset-inline: 0; inset-block-end: 0; block-size: 2px; border-radius: 2px 2px 0 0; background: var(--cb-brand); }
      .tab:focus-visible { outline-offset: -2px; }
      .count { font-size: var(--cb-size-xs); color: var(--cb-text-subtle); font-weight: var(--cb-weight-regular); font-variant-numeric: tabular-nums; }
      [aria-selected='true'] .count { color: var(--cb-brand-text); }
      @media (max-width: 767px) { .tab { min-block-size: 2.75rem; } }
      @media (forced-colors: active) { .tab[aria-selected='true']::after, .tab[aria-current]::after { background: Highlight; forced-color-adjust: none; } }
    `,
  ]

  @property({ attribute: false }) tabs: readonly Tab[] = []
  @property() value = ''
  /** What the tabs divide. */
  @property() label = ''

  /** Where there is not room for all, the shown one is in sight. */
  override updated(changed: PropertyValues<this>): void {
    const list = this.renderRoot.firstElementChild
    if (!changed.has('value') || !list || list.scrollWidth <= list.clientWidth) return
    list
      .querySelector('[aria-selected="true"], [aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  #choose(value: string): void {
    if (value === this.value) return
    this.value = value
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  }

  async #key(event: KeyboardEvent): Promise<void> {
    const index = this.tabs.findIndex(({ value }) => value === this.value)
    const next = nextIndex(event.key, index, this.tabs.length, { horizontal: true, rtl: this.matches(':dir(rtl)') })
    const tab = next === undefined ? undefined : this.tabs[next]
    if (!tab || next === undefined) return
    event.preventDefault()
    this.#choose(tab.value)
    await this.updateComplete
    this.renderRoot.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
  }

  override render() {
    const isPages = this.tabs.some(({ href }) => href !== undefined)
    if (isPages) {
      return html`<nav aria-label=${this.label || nothing}>${this.tabs.map(
        ({ value, label, count, href }) =>
          html`<a class="tab" href=${href ?? '#'} aria-current=${value === this.value ? 'page' : nothing}>${label}${counted(count)}</a>`,
      )}</nav>`
    }
    return html`<div role="tablist" aria-label=${this.label || nothing} @keydown=${this.#key}>${this.tabs.map(
      ({ value, label, count }) => html`<button
        type="button" role="tab" class="tab" aria-selected=${value === this.value ? 'true' : 'false'} tabindex=${value === this.value ? 0 : -1}
        @click=${() => this.#choose(value)}
      >${label}${counted(count)}</button>`,
    )}</div>`
  }
}

const counted = (count: number | undefined) =>
  count === undefined ? nothing : html`<span class="count">${count}</span>`

define('cb-tabs', CbTabs)

declare global {
  interface HTMLElementTagNameMap {
    'cb-tabs': CbTabs
  }
}
