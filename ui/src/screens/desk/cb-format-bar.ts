import { css, html, LitElement } from 'lit'
import { state } from 'lit/decorators.js'
import bold from 'lucide-static/icons/bold.svg?raw'
import code from 'lucide-static/icons/code.svg?raw'
import italic from 'lucide-static/icons/italic.svg?raw'
import linkIcon from 'lucide-static/icons/link.svg?raw'
import list from 'lucide-static/icons/list.svg?raw'
import listOrdered from 'lucide-static/icons/list-ordered.svg?raw'
import '../../elements/cb-button.ts'
import '../../elements/cb-icon-button.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import type { Format } from './editor.ts'

const formats: [
  Format,
  string,
  'desk.format.bold' | 'desk.format.italic' | 'desk.format.bullets' | 'desk.format.numbers' | 'desk.format.code',
][] = [
  ['bold', bold, 'desk.format.bold'],
  ['italic', italic, 'desk.format.italic'],
  ['bullets', list, 'desk.format.bullets'],
  ['numbers', listOrdered, 'desk.format.numbers'],
  ['code', code, 'desk.format.code'],
]

/**
 * How words of the composer look.
 * @fires cb-format - a format was pressed
 * @fires cb-link - an address was given, or an empty one to take it away
 * @fires cb-link-end - no address after all
 */
export class CbFormatBar extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: flex; align-items: center; gap: 1px; min-inline-size: 0; }
      form { display: flex; align-items: center; gap: var(--cb-space-4); min-inline-size: 0; }
      input { inline-size: 14rem; min-inline-size: 0; min-block-size: 1.75rem; padding-inline: var(--cb-space-8); border: 0; border-radius: var(--cb-radius-sm); background: var(--cb-sunken); box-shadow: inset 0 0 0 1px var(--cb-line); font-size: var(--cb-size-xs); color: var(--cb-text); }
    `,
  ]

  @state() private linking = false

  override render() {
    if (this.linking)
      return html`<form @submit=${this.#set} @keydown=${this.#key}><input aria-label=${t('desk.format.link.address')} placeholder="https://" autocomplete="off"><cb-button size="s" type="submit">${t('desk.format.link.set')}</cb-button></form>`
    return html`${formats.map(([format, icon, label]) => html`<cb-icon-button size="s" .icon=${icon} label=${t(label)} @click=${() => this.#tell('cb-format', { format })}></cb-icon-button>`)}<cb-icon-button size="s" .icon=${linkIcon} label=${t('desk.format.link')} @click=${this.#ask}></cb-icon-button>`
  }

  #ask = async (): Promise<void> => {
    this.linking = true
    await this.updateComplete
    this.renderRoot.querySelector('input')?.focus()
  }

  #set = (event: Event): void => {
    event.preventDefault()
    const { value } = (event.target as HTMLElement).querySelector('input') as HTMLInputElement
    this.linking = false
    this.#tell('cb-link', { address: /^(https?|mailto|tel):/i.test(value) ? value : value && `https://${value}` })
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    this.linking = false
    this.#tell('cb-link-end', {})
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }
}

define('cb-format-bar', CbFormatBar)

declare global {
  interface HTMLElementTagNameMap {
    'cb-format-bar': CbFormatBar
  }
}
