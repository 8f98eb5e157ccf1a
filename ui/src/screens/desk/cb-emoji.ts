import Database from 'emoji-picker-element/database.js'
import type { Emoji, NativeEmoji } from 'emoji-picker-element/shared.js'
import english from 'emoji-picker-element-data/en/cldr/data.json?url'
import spanish from 'emoji-picker-element-data/es/cldr/data.json?url'
import { css, html, LitElement, nothing } from 'lit'
import { query, state } from 'lit/decorators.js'
import car from 'lucide-static/icons/car.svg?raw'
import flag from 'lucide-static/icons/flag.svg?raw'
import hand from 'lucide-static/icons/hand.svg?raw'
import hash from 'lucide-static/icons/hash.svg?raw'
import lightbulb from 'lucide-static/icons/lightbulb.svg?raw'
import pawPrint from 'lucide-static/icons/paw-print.svg?raw'
import smile from 'lucide-static/icons/smile.svg?raw'
import trophy from 'lucide-static/icons/trophy.svg?raw'
import utensils from 'lucide-static/icons/utensils.svg?raw'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { language, t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'

const sources: Record<string, string> = { en: english, es: spanish }
const groups = [
  { id: 0, name: 'smileys', icon: smile },
  { id: 1, name: 'people', icon: hand },
  { id: 3, name: 'nature', icon: pawPrint },
  { id: 4, name: 'food', icon: utensils },
  { id: 5, name: 'travel', icon: car },
  { id: 6, name: 'activities', icon: trophy },
  { id: 7, name: 'objects', icon: lightbulb },
  { id: 8, name: 'symbols', icon: hash },
  { id: 9, name: 'flags', icon: flag },
] as const
const columns = 9

/**
 * Chooses an emoji: by group, by name, or among those used often.
 * @fires cb-emoji - with the `emoji`
 * @fires cb-close - when the reader turns away
 */
export class CbEmoji extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; grid-template-rows: auto auto minmax(0, 1fr); inline-size: 20.5rem; max-inline-size: calc(100vw - 1rem); block-size: 20rem; border-radius: var(--cb-radius-lg); background: var(--cb-overlay); box-shadow: 0 0 0 1px var(--cb-overlay-line), var(--cb-shadow-3); color: var(--cb-text); overflow: hidden; }
      input { margin: var(--cb-space-8); min-block-size: var(--cb-control-md); padding-inline: var(--cb-space-12); border: 1px solid var(--cb-line-control); border-radius: var(--cb-radius-md); background: var(--cb-raised); font-size: var(--cb-size-sm); }
      .groups { display: flex; padding-inline: var(--cb-space-8); border-block-end: 1px solid var(--cb-line); }
      .groups button { flex: 1; display: grid; place-items: center; min-block-size: 2rem; border-radius: var(--cb-radius-sm) var(--cb-radius-sm) 0 0; opacity: 0.7; }
      .groups [aria-pressed='true'] { opacity: 1; box-shadow: inset 0 -2px 0 var(--cb-brand); }
      .all { overflow: auto; padding: var(--cb-space-8); display: grid; grid-template-columns: repeat(9, 1fr); align-content: start; gap: 2px; }
      .all button { display: grid; place-items: center; aspect-ratio: 1; border-radius: var(--cb-radius-sm); font-size: 1.25rem; line-height: 1; }
      .all button:hover, .all button:focus { background: var(--cb-selected); outline: none; }
      .all button:focus-visible { outline: 2px solid var(--cb-focus-color); outline-offset: -2px; }
      p { padding: var(--cb-space-16); color: var(--cb-text-muted); font-size: var(--cb-size-sm); grid-column: 1 / -1; text-align: center; }
    `,
  ]

  @state() private found: readonly Emoji[] = []
  @state() private group = 0
  @state() private isReady = false
  @state() private hasFailed = false
  @query('input') private input!: HTMLInputElement
  #database: Database | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('pointerdown', this.#outside)
    const code = language in sources ? language : 'en'
    this.#database = new Database({ dataSource: new URL(sources[code] ?? english, location.href).href, locale: code })
    this.setAttribute('role', 'dialog')
    this.setAttribute('aria-label', t('desk.composer.emoji'))
    void this.#openGroup(0)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('pointerdown', this.#outside)
    void this.#database?.close()
  }

  override firstUpdated(): void {
    this.input.focus()
  }

  override render() {
    return html`
      <input type="search" aria-label=${t('desk.emoji.search')} placeholder=${t('desk.emoji.search')} @input=${this.#search} @keydown=${this.#key}>
      <div class="groups" role="group" aria-label=${t('desk.emoji.groups')}>${groups.map(({ name, icon }, index) => html`<button type="button" aria-label=${t(`desk.emoji.group.${name}`)} title=${t(`desk.emoji.group.${name}`)} aria-pressed=${this.group === index ? 'true' : 'false'} @click=${() => this.#openGroup(index)}>${glyph(icon)}</button>`)}</div>
      <div class="all" @keydown=${this.#key}>${this.found.map((emoji, index) => this.#button(emoji, index))}${this.#note()}</div>
    `
  }

  #note() {
    if (this.hasFailed) return html`<p role="alert">${t('desk.emoji.failed')}</p>`
    if (!this.isReady) return html`<p role="status">${t('desk.emoji.loading')}</p>`
    return this.found.length === 0 ? html`<p role="status">${t('desk.emoji.none')}</p>` : nothing
  }

  #button(emoji: Emoji, index: number) {
    if (!('unicode' in emoji)) return nothing
    const { unicode, annotation } = emoji as NativeEmoji
    return html`<button type="button" data-index=${index} title=${annotation} aria-label=${annotation} @click=${() => this.#choose(unicode)}>${unicode}</button>`
  }

  async #openGroup(index: number): Promise<void> {
    this.group = index
    await this.#find((database) => database.getEmojiByGroup(groups[index]?.id ?? 0))
  }

  #search = async (): Promise<void> => {
    const words = this.input.value.trim()
    if (words.length < 2) await this.#openGroup(this.group)
    else await this.#find((database) => database.getEmojiBySearchQuery(words))
  }

  async #find(ask: (database: Database) => Promise<Emoji[]>): Promise<void> {
    if (!this.#database) return
    try {
      this.found = await ask(this.#database)
      this.isReady = true
    } catch {
      this.hasFailed = true
    }
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      this.#close()
      return
    }
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.all button')]
    const at = buttons.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement)
    const steps: Record<string, number> = {
      ArrowDown: at < 0 ? 1 : columns,
      ArrowUp: -columns,
      ArrowRight: 1,
      ArrowLeft: -1,
    }
    const step = steps[event.key]
    if (step === undefined || (at < 0 && event.key !== 'ArrowDown')) return
    event.preventDefault()
    if (at + step < 0) this.input.focus()
    else buttons[Math.min(buttons.length - 1, at + step)]?.focus()
  }

  #choose(emoji: string): void {
    void this.#database?.incrementFavoriteEmojiCount(emoji)
    this.dispatchEvent(new CustomEvent('cb-emoji', { detail: { emoji } }))
  }

  #outside = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.#close()
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('cb-close'))
  }
}

define('cb-emoji', CbEmoji)

declare global {
  interface HTMLElementTagNameMap {
    'cb-emoji': CbEmoji
  }
}
