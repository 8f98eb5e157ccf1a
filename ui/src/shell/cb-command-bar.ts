import { css, html, LitElement, nothing } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import '../elements/cb-keys.ts'
import { define } from '../elements/define.ts'
import { deepActiveElement, nextIndex } from '../elements/focus.ts'
import { glyph } from '../elements/glyph.ts'
import { base } from '../styles/base.ts'
import { type Command, commands } from './commands.ts'
import { type Fit, fit } from './fuzzy.ts'
import { t } from './language.ts'
import { recentCommands, rememberCommand } from './recent-commands.ts'

interface Found {
  command: Command
  section: string
  ranges: Fit['ranges']
}

/** What the bar does by itself and would only repeat. */
const hidden = new Set(['command-bar'])

/** Everything that can be done here, by typing a few letters of it. Backspace leaves a command's choices. */
export class CbCommandBar extends LitElement {
  static override styles = [
    base,
    css`
      dialog { inline-size: min(40rem, calc(100vw - 1rem)); max-inline-size: none; margin: 12vh auto auto; padding: 0; border: 0; border-radius: var(--cb-radius-xl); background: var(--cb-overlay); color: var(--cb-text); box-shadow: 0 0 0 1px var(--cb-overlay-line), var(--cb-shadow-3); overflow: hidden; font: var(--cb-weight-regular) var(--cb-size-md) / var(--cb-leading-md) var(--cb-font); }
      dialog[open] { display: block; animation: appear var(--cb-time-quick) var(--cb-ease); }
      @keyframes appear { from { opacity: 0; transform: translateY(-.25rem); } }
      dialog::backdrop { background: var(--cb-scrim); }
      .entry { display: flex; align-items: center; gap: var(--cb-space-12); min-block-size: 3.25rem; padding-inline: var(--cb-space-16); border-block-end: 1px solid var(--cb-line); font-size: var(--cb-size-lg); }
      .entry > .glyph { color: var(--cb-text-subtle); inline-size: 1.25rem; block-size: 1.25rem; }
      .scope { padding: 2px .5rem; border-radius: var(--cb-radius-sm); background: var(--cb-neutral-soft); font-size: var(--cb-size-xs); color: var(--cb-neutral-text); white-space: nowrap; max-inline-size: 12rem; overflow: hidden; text-overflow: ellipsis; }
      input { flex: 1; min-inline-size: 0; border: 0; outline: 0; background: none; min-block-size: 3.25rem; padding: 0; }
      input:focus-visible { outline: none; border-radius: 0; }
      input::placeholder { color: var(--cb-text-subtle); opacity: 1; }
      .list { padding: var(--cb-space-6); font-size: var(--cb-size-sm); max-block-size: min(26rem, 56vh); overflow: hidden auto; scrollbar-width: thin; }
      .title { padding: .375rem .5rem .25rem; font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
      .item { display: flex; align-items: center; gap: var(--cb-space-8); min-block-size: 2.25rem; padding-inline: .5rem; border-radius: var(--cb-radius-sm); line-height: var(--cb-leading-sm); cursor: pointer; }
      .item > .glyph { color: var(--cb-text-muted); } .item > .words { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .item:hover { background: var(--cb-hover); } .item[aria-selected='true'] { background: var(--cb-selected); }
      mark { background: none; color: var(--cb-brand-text); text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px; text-decoration-color: var(--cb-brand); }
      .none { padding: var(--cb-space-24); text-align: center; color: var(--cb-text-muted); }
      .foot { display: flex; gap: var(--cb-space-16); padding: var(--cb-space-8) var(--cb-space-16); border-block-start: 1px solid var(--cb-line); background: var(--cb-sunken); font-size: var(--cb-size-xs); color: var(--cb-text-subtle); }
      .foot span { display: inline-flex; gap: var(--cb-space-6); align-items: center; } .foot span:last-child { margin-inline-start: auto; }
      @media (max-width: 767px) { dialog { margin-block-start: .5rem; } .foot { display: none; } .item { min-block-size: 2.75rem; } }
      @media (forced-colors: active) { dialog { outline: 1px solid CanvasText; } .item[aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; } }
    `,
  ]

  /** Commands whose choices are open, outermost first. */
  @property({ attribute: false }) path: readonly Command[] = []
  @state() private typed = ''
  @state() private active = 0
  @query('dialog') private dialog!: HTMLDialogElement
  @query('input') private input!: HTMLInputElement
  #before: HTMLElement | undefined
  #found: readonly Found[] = []

  override firstUpdated(): void {
    this.#before = deepActiveElement()
    this.dialog.showModal()
    this.input.focus()
  }

  close(): void {
    this.dialog.close()
  }

  #closed(): void {
    this.remove()
    if (this.#before?.isConnected) this.#before.focus()
  }

  override willUpdate(): void {
    this.#found = this.#find()
    this.active = Math.min(this.active, Math.max(0, this.#found.length - 1))
  }

  override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }

  #find(): Found[] {
    const scope = this.path.at(-1)
    const all = (scope?.children?.() ?? commands.available()).filter(({ id }) => !hidden.has(id))
    if (this.typed.trim() === '') return scope ? all.map(plain) : withRecent(all)
    return all
      .map((command) => ({ command, fit: bestFit(this.typed, command) }))
      .filter((one): one is { command: Command; fit: Fit } => one.fit !== undefined)
      .sort((one, other) => other.fit.score - one.fit.score)
      .map(({ command, fit: { ranges } }) => ({ command, section: command.section, ranges }))
  }

  #run({ command }: Found): void {
    if (command.children) {
      this.path = [...this.path, command]
      this.typed = ''
      this.active = 0
      this.input.focus()
      return
    }
    if (this.path.length === 0) rememberCommand(command.id)
    this.dialog.close()
    command.run()
  }

  #key(event: KeyboardEvent): void {
    const found = this.#found[this.active]
    if (event.key === 'Enter' && found && !event.isComposing) this.#run(found)
    else if (event.key === 'Backspace' && this.typed === '' && this.path.length > 0) this.path = this.path.slice(0, -1)
    else if (!event.key.startsWith('Home') && !event.key.startsWith('End')) {
      const next = nextIndex(event.key, this.active, this.#found.length)
      if (next === undefined) return
      this.active = next
    } else return
    event.preventDefault()
  }

  #type(): void {
    this.typed = this.input.value
    this.active = 0
  }

  #clicked(event: Event): void {
    if (event.target === this.dialog) this.dialog.close()
  }

  override render() {
    const placeholder = t(this.path.length > 0 ? 'commands.placeholder.scope' : 'commands.placeholder')
    return html`<dialog aria-label=${t('commands.title')} @close=${this.#closed} @click=${this.#clicked}>
      <div class="entry">${glyph(search)}${this.path.map(({ title }) => html`<span class="scope">${title}</span>`)}<input
        type="text" role="combobox" aria-expanded="true" aria-controls="list" aria-autocomplete="list" aria-label=${placeholder} placeholder=${placeholder}
        autocomplete="off" spellcheck="false" enterkeyhint="go" .value=${this.typed} aria-activedescendant=${this.#found.length > 0 ? `item-${this.active}` : nothing}
        @input=${this.#type} @keydown=${this.#key}
      ></div>
      <div class="list" id="list" role="listbox" aria-label=${t('commands.title')}>${this.#renderList()}</div>
      <div class="foot" aria-hidden="true">
        <span><cb-keys keys="ArrowUp ArrowDown"></cb-keys>${t('commands.move')}</span><span><cb-keys keys="Enter"></cb-keys>${t('commands.run')}</span>
        ${this.path.length > 0 ? html`<span><cb-keys keys="Backspace"></cb-keys>${t('commands.leave')}</span>` : nothing}<span><cb-keys keys="?"></cb-keys>${t('commands.allShortcuts')}</span>
      </div>
    </dialog>`
  }

  #renderList() {
    if (this.#found.length === 0)
      return html`<p class="none" role="option" aria-selected="false" aria-disabled="true">${t('commands.none')}</p>`
    let section: string | undefined
    const isGrouped = this.typed.trim() === '' && this.path.length === 0
    return this.#found.map((found, index) => {
      const isNew = isGrouped && found.section !== section
      section = found.section
      return html`${isNew ? html`<div class="title" role="presentation">${found.section}</div>` : nothing}${this.#renderItem(found, index, isGrouped)}`
    })
  }

  #renderItem(found: Found, index: number, isGrouped: boolean) {
    const { command, ranges } = found
    return html`<div
      class="item" id="item-${index}" role="option" aria-selected=${index === this.active ? 'true' : 'false'} @click=${() => this.#run(found)}
    >${command.icon ? glyph(command.icon) : nothing}<span class="words" dir="auto">${marked(command.title, ranges)}</span>${
      !isGrouped && this.path.length === 0 ? html`<span class="subtle">${command.section}</span>` : nothing
    }${command.shortcut ? html`<cb-keys keys=${command.shortcut}></cb-keys>` : nothing}${command.children ? glyph(chevronRight, 'sm', true) : nothing}</div>`
  }
}

const plain = (command: Command): Found => ({ command, section: command.section, ranges: [] })

function withRecent(all: readonly Command[]): Found[] {
  const recent = recentCommands().flatMap((id) => all.filter((command) => command.id === id))
  const sections = [...new Set(all.map(({ section }) => section))]
  return [
    ...recent.map((command) => ({ ...plain(command), section: t('commands.recent') })),
    ...sections.flatMap((section) => all.filter((command) => command.section === section)).map(plain),
  ]
}

function bestFit(typed: string, { title, keywords = [], section }: Command): Fit | undefined {
  const found = fit(typed, title)
  if (found) return found
  const other = [...keywords, section].map((word) => fit(typed, word)).find((one) => one !== undefined)
  return other && { score: other.score / 2, ranges: [] }
}

function marked(title: string, ranges: Fit['ranges']) {
  let from = 0
  const parts = ranges.map(([start, end]) => {
    const part = html`${title.slice(from, start)}<mark>${title.slice(start, end)}</mark>`
    from = end
    return part
  })
  return html`${parts}${title.slice(from)}`
}

define('cb-command-bar', CbCommandBar)

declare global {
  interface HTMLElementTagNameMap {
    'cb-command-bar': CbCommandBar
  }
}
