import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import bell from 'lucide-static/icons/bell.svg?raw'
import menu from 'lucide-static/icons/menu.svg?raw'
import messagesSquare from 'lucide-static/icons/messages-square.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import settings from 'lucide-static/icons/settings.svg?raw'
import type { AccountData } from '../data/account-data.ts'
import { membershipIn } from '../data/session.ts'
import { Watch } from '../data/store.ts'
import '../elements/cb-count.ts'
import { define } from '../elements/define.ts'
import { type Glyph, glyph } from '../elements/glyph.ts'
import { base } from '../styles/base.ts'
import './cb-notices.ts'
import { commands } from './commands.ts'
import { t } from './language.ts'
import { accountPath } from './navigation.ts'
import type { Section } from './route.ts'

/** The sections on narrow screens, at the thumb. */
export class CbTabbar extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; border-block-start: 1px solid var(--cb-line); background: var(--cb-sunken); padding-block-end: env(safe-area-inset-bottom); }
      nav { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; }
      a, button { display: grid; justify-items: center; align-content: center; gap: 2px; min-block-size: 3.25rem; font-size: var(--cb-size-2xs); line-height: var(--cb-leading-2xs); color: var(--cb-text-subtle); text-align: center; }
      a:focus-visible, button:focus-visible { outline-offset: -2px; }
      .bell { position: relative; } cb-count { position: absolute; inset-block-start: .25rem; inset-inline-start: calc(50% + .25rem); }
      [aria-current] { color: var(--cb-brand-text); font-weight: var(--cb-weight-medium); }
    `,
  ]

  @property({ attribute: false }) data!: AccountData
  @property() section: Section | undefined
  readonly #notices = new Watch(this, () => this.data?.notices)

  override render() {
    return html`<nav aria-label=${t('shell.sections')}>
      ${this.#link('conversations', messagesSquare, t('shell.desk'), 'dashboard')}
      <button type="button" @click=${() => commands.run('command-bar')}>${glyph(search, 'lg')}${t('shell.search')}</button>
      ${membershipIn(this.data.user, this.data.id)?.role === 'administrator' ? this.#bell() : nothing}
      ${this.#link('settings', settings, t('shell.settings'), 'settings')}
      <button type="button" @click=${this.#more}>${glyph(menu, 'lg')}${t('shell.more')}</button>
    </nav>`
  }

  #bell() {
    const count = this.#notices.value?.length ?? 0
    return html`<cb-notices .data=${this.data}><button slot="trigger" type="button" class="bell" aria-haspopup="dialog" aria-expanded="false">${glyph(bell, 'lg')}${t('shell.notices')}${
      count > 0 ? html`<cb-count short .value=${count}></cb-count>` : nothing
    }</button></cb-notices>`
  }

  #link(section: Section, icon: Glyph, words: string, path: string) {
    const current = this.section === section || (section === 'settings' && this.section === 'plugins')
    return html`<a href=${accountPath(path, this.data.id)} aria-current=${current ? 'page' : nothing}>${glyph(icon, 'lg')}${words}</a>`
  }

  #more = (): void => {
    this.dispatchEvent(new CustomEvent('cb-unfold', { bubbles: true, composed: true }))
  }
}

define('cb-tabbar', CbTabbar)

declare global {
  interface HTMLElementTagNameMap {
    'cb-tabbar': CbTabbar
  }
}
