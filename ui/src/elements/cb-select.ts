import '@awesome.me/webawesome/dist/components/option/option.js'
import '@awesome.me/webawesome/dist/components/select/select.js'
import type WaSelect from '@awesome.me/webawesome/dist/components/select/select.js'
import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { property, query } from 'lit/decorators.js'
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw'
import { base } from '../styles/base.ts'
import { errorLine } from './cb-input.ts'
import { define } from './define.ts'
import './cb-icon.ts'
import { fieldStyles } from './field-styles.ts'
import { glyph } from './glyph.ts'
import { text } from './texts.ts'
import { systemIcons } from './web-awesome.ts'

export interface Choice {
  value: string
  label: string
  /** Source or registered name of an icon before the words. */
  icon?: string
  disabled?: boolean
}

/**
 * One of a few. The list opens below and types to find. More than a dozen: `cb-combobox`.
 * @fires change - after `value` changed by the user
 */
export class CbSelect extends LitElement {
  static readonly formAssociated = true
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [
    base,
    systemIcons,
    fieldStyles,
    css`
      wa-select {
        display: grid; gap: var(--cb-space-6); --show-duration: var(--cb-time-quick); --hide-duration: var(--cb-time-instant);
        --wa-z-index: var(--cb-z-overlay);
      }
      wa-select::part(form-control-label) { font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); font-weight: var(--cb-weight-medium); margin: 0; color: var(--cb-text); }
      :host([label-hidden]) wa-select::part(form-control-label) { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; margin: 0; }
      wa-select::part(combobox) {
        display: flex; align-items: center; gap: 0; min-block-size: var(--cb-control-md); padding-inline: var(--cb-space-12);
        border: 1px solid var(--cb-line-control); border-radius: var(--cb-radius-md); background: var(--cb-raised); color: var(--cb-text);
        font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); outline: none; transition: none;
      }
      :host([size='l']) wa-select::part(combobox) { min-block-size: var(--cb-control-lg); font-size: var(--cb-size-md); }
      :host([size='s']) wa-select::part(combobox) { min-block-size: var(--cb-control-sm); padding-inline: var(--cb-space-8); }
      :host(:focus-within) wa-select::part(combobox) { border-color: var(--cb-focus-color); box-shadow: 0 0 0 1px var(--cb-focus-color), 0 0 0 4px color-mix(in oklab, var(--cb-focus-color) 18%, transparent); }
      :host([invalid]:not(:focus-within)) wa-select::part(combobox) { border-color: var(--cb-bad-icon); }
      wa-select::part(start) { flex: none; }
      wa-select > [slot='start'], wa-option > [slot='start'] { margin: 0; margin-inline-end: var(--cb-space-8); }
      wa-select::part(display-input) { font: inherit; color: inherit; text-overflow: ellipsis; line-height: var(--cb-leading-sm); }
      wa-select::part(expand-icon) { margin: 0; color: var(--cb-text-muted); }
      wa-select::part(listbox) {
        padding: .3125rem; border: 0; border-radius: var(--cb-radius-lg); background: var(--cb-overlay);
        box-shadow: 0 0 0 1px var(--cb-overlay-line), var(--cb-shadow-3); margin-block: .25rem; max-block-size: min(20rem, var(--auto-size-available-height, 20rem));
      }
      wa-select::part(hint) { font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); margin: 0; }
      :host([invalid]) wa-select::part(hint) { display: none; }
      wa-option:focus-visible { outline: none; }
      wa-option {
        display: flex; align-items: center; gap: 0; min-block-size: var(--cb-menu-item); padding: 0 .5rem; border-radius: var(--cb-radius-sm);
        color: var(--cb-text); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); --current-text-color: var(--cb-text);
      }
      wa-option:hover { background: var(--cb-hover); color: var(--cb-text); }
      wa-option:state(current) { background: var(--cb-selected); color: var(--cb-text); }
      wa-option::part(checked-icon) { display: none; }
      wa-option[aria-selected='true'] { font-weight: var(--cb-weight-medium); }
      cb-icon { color: var(--cb-text-muted); }
      @media (max-width: 767px) { wa-select::part(combobox) { min-block-size: 2.75rem; } }
    `,
  ]

  @property({ attribute: false }) options: readonly Choice[] = []
  @property() value = ''
  @property() name = ''
  @property() label = ''
  @property() hint = ''
  @property() error = ''
  @property() placeholder = ''
  @property({ reflect: true }) size: 's' | 'm' | 'l' = 'm'
  @property({ type: Boolean, reflect: true }) disabled = false
  @property({ type: Boolean }) required = false
  @property({ type: Boolean, attribute: 'label-hidden', reflect: true }) labelHidden = false
  @property({ type: Boolean, reflect: true }) invalid = false

  readonly #internals = this.attachInternals()
  @query('wa-select') private select!: WaSelect

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('error')) this.invalid = this.error !== ''
    if (changed.has('value')) this.#internals.setFormValue(this.value)
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('value') || changed.has('options')) this.select.value = this.value
    void this.select.updateComplete.then(() => this.#describe())
  }

  // The wrapped element always points to a help text, also where it has none, and never to our error.
  #describe(): void {
    const input = this.select.shadowRoot?.querySelector('.display-input')
    if (!this.hint || this.error) input?.removeAttribute('aria-describedby')
    if (this.error) input?.setAttribute('aria-description', this.error)
    else input?.removeAttribute('aria-description')
  }

  override focus(options?: FocusOptions): void {
    this.select.focus(options)
  }

  #choose(event: Event): void {
    event.stopPropagation()
    const { value } = this.select
    if (typeof value !== 'string' || value === this.value) return
    this.value = value
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  }

  // The list opening or closing is nobody's business outside: a dialog around it would take it for its own.
  #keep(event: Event): void {
    event.stopPropagation()
  }

  override render() {
    const chosen = this.options.find(({ value }) => value === this.value)
    return html`<wa-select
        label=${this.label} hint=${this.error ? '' : this.hint} placeholder=${this.placeholder || text('choose')} ?disabled=${this.disabled}
        @change=${this.#choose} @input=${this.#keep} @wa-show=${this.#keep} @wa-hide=${this.#keep} @wa-after-show=${this.#keep} @wa-after-hide=${this.#keep}
      >
        <span slot="expand-icon">${glyph(chevronDown)}</span>
        ${chosen?.icon ? html`<cb-icon slot="start" .name=${chosen.icon}></cb-icon>` : nothing}
        ${this.options.map(
          ({
            value,
            label,
            icon,
            disabled,
          }) => html`<wa-option value=${value} .label=${label} ?disabled=${disabled ?? false}>
            ${icon ? html`<cb-icon slot="start" .name=${icon}></cb-icon>` : nothing}${label}
          </wa-option>`,
        )}
      </wa-select>${errorLine(this.error)}`
  }
}

define('cb-select', CbSelect)

declare global {
  interface HTMLElementTagNameMap {
    'cb-select': CbSelect
  }
}
