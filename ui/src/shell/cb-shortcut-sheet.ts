import { css, html, LitElement } from 'lit'
import { state } from 'lit/decorators.js'
import '../elements/cb-dialog.ts'
import '../elements/cb-keys.ts'
import { define } from '../elements/define.ts'
import { base } from '../styles/base.ts'
import { type Command, commands } from './commands.ts'
import { t } from './language.ts'

/** Every shortcut that works now, by section. Made from the commands, so it is never out of date. */
export class CbShortcutSheet extends LitElement {
  static override styles = [
    base,
    css`
      .sections { columns: 2; column-gap: var(--cb-space-32); }
      section { break-inside: avoid; margin-block-end: var(--cb-space-16); }
      h3 { font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); font-weight: var(--cb-weight-medium); margin-block-end: var(--cb-space-4); }
      li { display: flex; align-items: center; gap: var(--cb-space-12); min-block-size: 1.875rem; font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); }
      li > span { flex: 1; }
      cb-keys { display: inline-flex; }
      @media (max-width: 767px) { .sections { columns: 1; } }
    `,
  ]

  @state() private isOpen = false

  override firstUpdated(): void {
    this.isOpen = true
  }

  #hidden(event: Event): void {
    if (event.target === event.currentTarget) setTimeout(() => this.remove())
  }

  override render() {
    const withKeys = commands.all.value.filter(({ shortcut }) => shortcut)
    const sections = Map.groupBy(withKeys, ({ section }) => section)
    return html`<cb-dialog wide label=${t('shell.shortcuts')} ?open=${this.isOpen} @cb-close=${() => {
      this.isOpen = false
    }} @wa-after-hide=${this.#hidden}>
      <div class="sections">${[...sections].map(([section, list]) => html`<section><h3>${section}</h3><ul>${list.map(line)}</ul></section>`)}</div>
    </cb-dialog>`
  }
}

const line = ({ title, shortcut = '' }: Command) =>
  html`<li><span>${title}</span><cb-keys keys=${shortcut}></cb-keys></li>`

define('cb-shortcut-sheet', CbShortcutSheet)

declare global {
  interface HTMLElementTagNameMap {
    'cb-shortcut-sheet': CbShortcutSheet
  }
}
