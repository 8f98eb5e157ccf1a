import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { styleMap } from 'lit/directives/style-map.js'
import x from 'lucide-static/icons/x.svg?raw'
import { base } from '../styles/base.ts'
import { define } from './define.ts'
import { glyph } from './glyph.ts'
import { hueOf } from './hues.ts'
import { text } from './texts.ts'

/**
 * A label of a conversation or contact: a small square of its colour and its word.
 * @fires cb-remove - the cross was pressed, or Delete
 */
export class CbLabel extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex; align-items: center; gap: .3125rem; min-inline-size: 0; max-inline-size: 100%; min-block-size: 1.125rem; padding-inline: .375rem;
        border-radius: var(--cb-radius-full); box-shadow: inset 0 0 0 1px var(--cb-line-strong); color: var(--cb-text-muted);
        font: var(--cb-weight-medium) var(--cb-size-2xs) / var(--cb-leading-2xs) var(--cb-font); white-space: nowrap;
      }
      .dot { inline-size: .4375rem; block-size: .4375rem; border-radius: 2px; background: var(--hue); flex: none; forced-color-adjust: none; }
      :host([size='m']) { min-block-size: 1.5rem; padding-inline: .5rem; font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); }
      slot { display: block; overflow: hidden; text-overflow: ellipsis; }
      button { display: grid; margin-inline-end: -.1875rem; color: var(--cb-text-subtle); border-radius: 50%; }
      button:hover { color: var(--cb-text); }
      @media (forced-colors: active) { :host { outline: 1px solid CanvasText; } }
    `,
  ]

  /** As stored: hexadecimal. One of our hues follows the theme. */
  @property() color = ''
  @property({ reflect: true }) size: 's' | 'm' = 's'
  @property({ type: Boolean }) removable = false

  #remove(): void {
    this.dispatchEvent(new CustomEvent('cb-remove', { bubbles: true, composed: true }))
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Delete' || event.key === 'Backspace') this.#remove()
  }

  override render() {
    const name = this.textContent?.trim() ?? ''
    return html`<span class="dot" style=${styleMap({ '--hue': hueValue(this.color) })}></span><slot></slot>${
      this.removable
        ? html`<button type="button" aria-label=${text('remove', { name })} @click=${this.#remove} @keydown=${this.#key}>${glyph(x, 'xs')}</button>`
        : nothing
    }`
  }
}

/** A stored colour as a CSS value that suits the theme. */
export function hueValue(color: string): string {
  const hue = hueOf(color)
  if (hue) return `var(--cb-hue-${hue}-text)`
  return /^#[0-9a-f]{3,8}$/i.test(color) ? color : 'var(--cb-hue-cord-text)'
}

define('cb-label', CbLabel)

declare global {
  interface HTMLElementTagNameMap {
    'cb-label': CbLabel
  }
}
