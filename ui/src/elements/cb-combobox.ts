import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { live } from 'lit/directives/live.js'
import check from 'lucide-static/icons/check.svg?raw'
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'
import { base } from '../styles/base.ts'
import './cb-icon.ts'
import { describe, errorLine } from './cb-input.ts'
import type { Choice } from './cb-select.ts'
import { define } from './define.ts'
import { fieldStyles } from './field-styles.ts'
import { glyph } from './glyph.ts'
import { place } from './place.ts'
import { text } from './texts.ts'

/** A choice with a second line that is searched too, e.g. an e-mail address. */
export interface ComboboxChoice extends Choice {
  detail?: string
}

/**
 * One or several out of many, found by typing. With `multiple` the chosen ones stand as chips in the field.
 * @fires change - after `values` changed by the user
 */
export class CbCombobox extends LitElement {
  static readonly formAssociated = true
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [
    base,
    fieldStyles,
    css`
      [part~='frame'] { flex-wrap: wrap; gap: var(--cb-space-4); padding-block: .1875rem; cursor: text; }
      input { flex: 1 1 3rem; min-block-size: 1.5rem; }
      [part~='frame'] { position: relative; padding-inline-end: 2rem; }
      .chip { display: inline-flex; align-items: center; gap: var(--cb-space-4); min-block-size: 1.5rem; padding-inline: var(--cb-space-8) 2px; border-radius: var(--cb-radius-full); background: var(--cb-brand-soft); color: var(--cb-brand-text); font-size: var(--cb-size-xs); font-weight: var(--cb-weight-medium); max-inline-size: 100%; }
      .chip > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .chip button { display: grid; place-items: center; inline-size: 1.25rem; block-size: 1.25rem; border-radius: 50%; } .chip button:hover { background: var(--cb-hover); }
      .open { position: absolute; inset-inline-end: .625rem; inset-block-start: calc(50% - .5rem); color: var(--cb-text-muted); pointer-events: none; }
      [popover] { position: fixed; inset: auto; margin: 0; border: 0; padding: .3125rem; overflow: hidden auto; max-block-size: 18rem; border-radius: var(--cb-radius-lg); background: var(--cb-overlay); color: var(--cb-text); box-shadow: 0 0 0 1px var(--cb-overlay-line), var(--cb-shadow-3); font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); }
      [role='option'] { display: flex; align-items: center; gap: var(--cb-space-8); min-block-size: var(--cb-menu-item); padding: .25rem .5rem; border-radius: var(--cb-radius-sm); cursor: pointer; }
      [role='option'].active { background: var(--cb-selected); } [role='option']:hover { background: var(--cb-hover); }
      [role='option'] > span { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      [role='option'] small { font-size: var(--cb-size-xs); color: var(--cb-text-subtle); margin-inline-start: var(--cb-space-8); }
      [role='option'] > .glyph { color: var(--cb-brand); }
      .none { padding: .375rem .5rem; color: var(--cb-text-subtle); }
      @media (forced-colors: active) { [role='option'].active { outline: 2px solid Highlight; outline-offset: -2px; } }
    `,
  ]

  @property({ attribute: false }) options: readonly ComboboxChoice[] = []
  @property({ attribute: false }) values: readonly string[] = []
  @property({ type: Boolean }) multiple = false
  @property() label = ''
  @property() hint = ''
  @property() error = ''
  @property() placeholder = ''
  @property({ type: Boolean, reflect: true }) disabled = false
  @property({ type: Boolean, attribute: 'label-hidden', reflect: true }) labelHidden = false
  @property({ type: Boolean, reflect: true }) invalid = false
  @state() private search = ''
  @state() private active = 0
  @state() private isOpen = false
  @query('input') private input!: HTMLInputElement
  @query('[popover]') private list!: HTMLElement
  @query('[part~="frame"]') private frame!: HTMLElement
  readonly #internals = this.attachInternals()

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('error')) this.invalid = this.error !== ''
    if (changed.has('values')) this.#internals.setFormValue(this.values.join(','))
  }

  override updated(): void {
    describe(this.input, this.error !== '', this.hint !== '')
    if (this.isOpen !== this.list.matches(':popover-open')) this.list[this.isOpen ? 'showPopover' : 'hidePopover']()
    if (!this.isOpen) return
    const box = this.frame.getBoundingClientRect()
    this.list.style.inlineSize = `${box.width}px`
    place(this.list, box)
    this.renderRoot.querySelector('.active')?.scrollIntoView({ block: 'nearest' })
  }

  get #found(): readonly ComboboxChoice[] {
    const words = this.search.toLocaleLowerCase().trim()
    return words
      ? this.options.filter(({ label, detail = '' }) => `${label} ${detail}`.toLocaleLowerCase().includes(words))
      : this.options
  }

  #choose(choice: ComboboxChoice | undefined): void {
    if (!choice || choice.disabled) return
    const isChosen = this.values.includes(choice.value)
    if (!this.multiple) this.#change([choice.value])
    else this.#change(isChosen ? this.values.filter((value) => value !== choice.value) : [...this.values, choice.value])
    this.search = ''
    if (!this.multiple) this.isOpen = false
  }

  #change(values: readonly string[]): void {
    this.values = values
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  }

  #key(event: KeyboardEvent): void {
    const found = this.#found
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      if (this.isOpen) this.active = (this.active + step + found.length) % Math.max(1, found.length)
      this.isOpen = true
    } else if (event.key === 'Enter' && this.isOpen) this.#choose(found[this.active])
    else if (event.key === 'Escape' && this.isOpen) this.isOpen = false
    else if (event.key === 'Backspace' && this.input.value === '' && this.multiple)
      this.#change(this.values.slice(0, -1))
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #type(): void {
    this.search = this.input.value
    this.active = 0
    this.isOpen = true
  }

  #leave(): void {
    this.isOpen = false
    this.search = ''
  }

  #chips() {
    return this.values.map((value) => {
      const label = this.options.find((option) => option.value === value)?.label ?? value
      return html`<span class="chip"><span dir="auto">${label}</span><button type="button" tabindex="-1" aria-label=${text('remove', { name: label })} @click=${() => this.#change(this.values.filter((other) => other !== value))}>${glyph(x, 'xs')}</button></span>`
    })
  }

  override render() {
    const found = this.#found
    const chosen = this.multiple ? '' : (this.options.find(({ value }) => value === this.values[0])?.label ?? '')
    return html`<label part="form-control-label" class=${this.label ? 'has-label' : ''} for="input">${this.label}</label>
      <div part="frame" @click=${() => this.input.focus()}>${this.multiple ? this.#chips() : nothing}<input
        id="input" role="combobox" aria-expanded=${this.isOpen ? 'true' : 'false'} aria-controls="list" aria-autocomplete="list" autocomplete="off" spellcheck="false"
        aria-activedescendant=${this.isOpen && found.length > 0 ? `option-${this.active}` : nothing} ?disabled=${this.disabled}
        .value=${live(this.isOpen || this.search ? this.search : chosen)} placeholder=${chosen || (this.values.length > 0 ? '' : this.placeholder || text('choose'))}
        @input=${this.#type} @keydown=${this.#key} @blur=${this.#leave} @pointerdown=${() => {
          this.isOpen = !this.disabled
        }}
      ><span class="open">${glyph(chevronDown)}</span></div>
      <div id="list" popover="manual" role="listbox" aria-label=${this.label} aria-multiselectable=${this.multiple ? 'true' : nothing} @pointerdown=${(event: Event) => event.preventDefault()}>
        ${found.map((choice, index) => {
          const isChosen = this.values.includes(choice.value)
          return html`<div id="option-${index}" role="option" class=${index === this.active ? 'active' : ''} aria-selected=${isChosen ? 'true' : 'false'} aria-disabled=${choice.disabled ? 'true' : nothing} @click=${() => this.#choose(choice)}>
            ${choice.icon ? html`<cb-icon .name=${choice.icon}></cb-icon>` : nothing}<span dir="auto">${choice.label}${choice.detail ? html`<small>${choice.detail}</small>` : nothing}</span>${isChosen ? glyph(check) : nothing}
          </div>`
        })}${found.length === 0 ? html`<div class="none" role="option" aria-selected="false" aria-disabled="true">${text('noMatch')}</div>` : nothing}
      </div>
      <p id="hint" part="hint" class=${this.hint ? 'has-slotted' : ''}>${this.hint}</p>${errorLine(this.error)}`
  }
}

define('cb-combobox', CbCombobox)

declare global {
  interface HTMLElementTagNameMap {
    'cb-combobox': CbCombobox
  }
}
