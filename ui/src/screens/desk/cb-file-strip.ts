import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { property } from 'lit/decorators.js'
import fileText from 'lucide-static/icons/file-text.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'
import '../../elements/cb-icon-button.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import { byteSize } from './byte-size.ts'

/**
 * Files that go with the next message.
 * @fires cb-remove - with the `index` of the file to leave out
 */
export class CbFileStrip extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; }
      ul { display: flex; flex-wrap: wrap; gap: var(--cb-space-8); padding: 0 var(--cb-space-12) var(--cb-space-4); }
      li { position: relative; display: flex; align-items: center; gap: var(--cb-space-8); max-inline-size: 14rem; padding: var(--cb-space-4); padding-inline-end: 1.75rem; border-radius: var(--cb-radius-md); background: var(--cb-sunken); box-shadow: inset 0 0 0 1px var(--cb-line); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); }
      img, .square { inline-size: 2.25rem; block-size: 2.25rem; border-radius: var(--cb-radius-sm); object-fit: cover; flex: none; display: grid; place-items: center; background: var(--cb-neutral-soft); }
      .words { display: grid; min-inline-size: 0; }
      cb-icon-button { position: absolute; inset-block-start: 2px; inset-inline-end: 2px; }
    `,
  ]

  @property({ attribute: false }) files: readonly File[] = []
  readonly #addresses = new Map<File, string>()

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('files')) return
    for (const [file, address] of this.#addresses) {
      if (this.files.includes(file)) continue
      URL.revokeObjectURL(address)
      this.#addresses.delete(file)
    }
    for (const file of this.files) if (!this.#addresses.has(file)) this.#addresses.set(file, URL.createObjectURL(file))
  }

  override render() {
    if (this.files.length === 0) return nothing
    return html`<ul aria-label=${t('desk.files')}>${this.files.map(this.#file)}</ul>`
  }

  #file = (file: File, index: number) => html`<li>
    ${file.type.startsWith('image/') ? html`<img src=${this.#addresses.get(file) ?? ''} alt="">` : html`<span class="square">${glyph(fileText)}</span>`}
    <span class="words"><span class="truncate" dir="auto">${file.name}</span><span class="subtle figures">${byteSize(file.size)}</span></span>
    <cb-icon-button size="xs" .icon=${x} label=${t('desk.files.remove', { name: file.name })} @click=${() => this.#remove(index)}></cb-icon-button>
  </li>`

  #remove(index: number): void {
    this.dispatchEvent(new CustomEvent('cb-remove', { detail: { index } }))
  }
}

define('cb-file-strip', CbFileStrip)

declare global {
  interface HTMLElementTagNameMap {
    'cb-file-strip': CbFileStrip
  }
}
