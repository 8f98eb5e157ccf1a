import { css, html, LitElement } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { AttributeDefinition } from '../../data/custom-attributes.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import { panelStyles } from './panel-styles.ts'

const inputTypes: Partial<Record<AttributeDefinition['attribute_display_type'], string>> = {
  number: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  link: 'url',
}

/**
 * The account's own fields, each edited where it stands.
 * @fires cb-attribute - with `key` and `value`; null empties it
 */
export class CbAttributes extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      :host { display: block; }
      input, select { inline-size: 100%; min-inline-size: 0; min-block-size: 1.75rem; padding-inline: 0.375rem; border: 1px solid var(--cb-line-control); border-radius: var(--cb-radius-sm); background: var(--cb-raised); }
      input[type='checkbox'] { inline-size: 1rem; min-block-size: 1rem; accent-color: var(--cb-brand); }
      .invalid { border-color: var(--cb-bad-icon); }
      .error { flex-basis: 100%; color: var(--cb-bad-text); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); }
      .value { text-align: start; }
    `,
  ]

  @property({ attribute: false }) definitions: readonly AttributeDefinition[] = []
  @property({ attribute: false }) values: Readonly<Record<string, unknown>> = {}
  @state() private editing: string | undefined
  @state() private error = ''

  override render() {
    return html`<dl class="props">${this.definitions.map(
      (definition) =>
        html`<dt title=${definition.attribute_description ?? ''}>${definition.attribute_display_name}</dt><dd>${this.#value(definition)}</dd>`,
    )}</dl>`
  }

  #value(definition: AttributeDefinition) {
    const { attribute_key: key, attribute_display_type: kind } = definition
    if (kind === 'checkbox')
      return html`<input type="checkbox" aria-label=${definition.attribute_display_name} .checked=${Boolean(this.values[key])} @change=${(event: Event) => this.#change(key, (event.target as HTMLInputElement).checked)}>`
    if (this.editing === key) return this.#input(definition)
    const value = this.values[key]
    const isEmpty = value === undefined || value === null || value === ''
    const shown = isEmpty
      ? html`<span class="subtle">${t('desk.attribute.empty')}</span>`
      : html`<span dir="auto">${String(value)}</span>`
    return html`<button type="button" class="value" aria-label=${t('desk.attribute.edit', { name: definition.attribute_display_name })} @click=${() => this.#edit(key)}>${shown}</button>`
  }

  #input(definition: AttributeDefinition) {
    const { attribute_key: key, attribute_display_type: kind, attribute_values: choices } = definition
    const value = String(this.values[key] ?? '')
    const common = (event: Event) => this.#commit(definition, (event.target as HTMLInputElement).value)
    if (kind === 'list')
      return html`<select aria-label=${definition.attribute_display_name} @change=${common} @blur=${this.#cancel} @keydown=${this.#key}><option value=""></option>${choices.map((choice) => html`<option ?selected=${choice === value}>${choice}</option>`)}</select>`
    return html`<input class=${this.error ? 'invalid' : ''} type=${inputTypes[kind] ?? 'text'} step="any" aria-label=${definition.attribute_display_name} .value=${value} @change=${common} @blur=${this.#cancel} @keydown=${this.#key}>${this.error ? html`<span class="error" role="alert">${this.error}</span>` : ''}`
  }

  async #edit(key: string): Promise<void> {
    this.error = ''
    this.editing = key
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('dd input:not([type=checkbox]), dd select')?.focus()
  }

  #commit(
    { attribute_key, attribute_display_type, regex_pattern, regex_cue }: AttributeDefinition,
    text: string,
  ): void {
    if (text && regex_pattern && !matches(regex_pattern, text)) {
      this.error = regex_cue || t('desk.attribute.pattern')
      return
    }
    const isNumber = inputTypes[attribute_display_type] === 'number'
    this.#change(attribute_key, text === '' ? null : isNumber ? Number(text) : text)
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') (event.target as HTMLElement).blur()
    if (event.key !== 'Escape') return
    event.stopPropagation()
    this.editing = undefined
  }

  #cancel = (): void => {
    if (!this.error) this.editing = undefined
  }

  #change(key: string, value: unknown): void {
    this.editing = undefined
    this.dispatchEvent(new CustomEvent('cb-attribute', { detail: { key, value } }))
  }
}

// Patterns are stored as people wrote them, with or without slashes; one that is none checks nothing.
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern.replace(/^\/(.*)\/\w*$/, '$1')).test(text)
  } catch {
    return true
  }
}

define('cb-attributes', CbAttributes)

declare global {
  interface HTMLElementTagNameMap {
    'cb-attributes': CbAttributes
  }
}
