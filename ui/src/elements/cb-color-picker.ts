import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { styleMap } from 'lit/directives/style-map.js'
import { base } from '../styles/base.ts'
import { hueValue } from './cb-label.ts'
import { define } from './define.ts'
import { nextIndex } from './focus.ts'
import { type Hue, hueColors, hues } from './hues.ts'
import { text } from './texts.ts'

/**
 * One of our six hues, which are readable in both themes. A colour that came from elsewhere stays as a seventh.
 * @fires change - after `value` changed by the user
 */
export class CbColorPicker extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--cb-space-6); }
      .label { font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); font-weight: var(--cb-weight-medium); }
      [role='radiogroup'] { display: flex; flex-wrap: wrap; gap: var(--cb-space-8); padding: var(--cb-space-4); margin: calc(-1 * var(--cb-space-4)); }
      button { inline-size: 1.75rem; block-size: 1.75rem; border-radius: var(--cb-radius-md); background: var(--hue); forced-color-adjust: none; }
      [aria-checked='true'] { box-shadow: 0 0 0 2px var(--cb-raised), 0 0 0 4px var(--hue); }
      @media (max-width: 767px) { button { inline-size: 2.5rem; block-size: 2.5rem; } }
    `,
  ]

  /** As stored: hexadecimal. */
  @property() value: string = hueColors.cord
  @property() label = ''

  get #colors(): readonly string[] {
    const ours = hues.map((hue) => hueColors[hue])
    return ours.includes(this.value.toLowerCase()) ? ours : [...ours, this.value]
  }

  #choose(color: string): void {
    this.value = color
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  }

  async #key(event: KeyboardEvent): Promise<void> {
    const colors = this.#colors
    const next = nextIndex(event.key, colors.indexOf(this.value), colors.length, {
      horizontal: true,
      rtl: this.matches(':dir(rtl)'),
    })
    const color = next === undefined ? undefined : colors[next]
    if (color === undefined || next === undefined) return
    event.preventDefault()
    this.#choose(color)
    await this.updateComplete
    this.renderRoot.querySelectorAll('button')[next]?.focus()
  }

  override render() {
    return html`<span class="label" id="label">${this.label}</span><div role="radiogroup" aria-labelledby="label" @keydown=${this.#key}>${this.#colors.map(
      (color, index) => {
        const isChosen = color.toLowerCase() === this.value.toLowerCase()
        const hue: Hue | undefined = hues[index]
        return html`<button type="button" role="radio" aria-checked=${isChosen ? 'true' : 'false'} tabindex=${isChosen ? 0 : -1} aria-label=${hue ? text(hue) : color} title=${hue ? text(hue) : color} style=${styleMap({ '--hue': hueValue(color) })} @click=${() => this.#choose(color)}></button>`
      },
    )}</div>`
  }
}

define('cb-color-picker', CbColorPicker)

declare global {
  interface HTMLElementTagNameMap {
    'cb-color-picker': CbColorPicker
  }
}
