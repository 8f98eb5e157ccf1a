import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import chevronsUpDown from 'lucide-static/icons/chevrons-up-down.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import type { AccountData } from '../data/account-data.ts'
import { session } from '../data/session.ts'
import { Watch } from '../data/store.ts'
import '../elements/cb-keys.ts'
import '../elements/cb-menu.ts'
import { define } from '../elements/define.ts'
import { glyph } from '../elements/glyph.ts'
import { base } from '../styles/base.ts'
import './cb-nav-conversations.ts'
import './cb-nav-settings.ts'
import { commands } from './commands.ts'
import { t } from './language.ts'
import { accountPath, navigate } from './navigation.ts'
import type { Section } from './route.ts'

/** The second column: which account, search, and the places of the open section. */
export class CbNav extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; min-block-size: 0; overflow-y: auto; scrollbar-width: none; background: var(--cb-canvas); }
      nav { display: flex; flex-direction: column; padding: var(--cb-space-12) var(--cb-space-8) var(--cb-space-8) var(--cb-space-12); }
      .account { margin-block-end: var(--cb-space-8); }
      cb-menu { display: flex; }
      .account button { flex: 1; display: flex; align-items: center; gap: var(--cb-space-4); min-inline-size: 0; inline-size: 100%; padding-inline: var(--cb-space-8); min-block-size: 2rem; border-radius: var(--cb-radius-md); font-weight: var(--cb-weight-strong); }
      .account button:hover { background: var(--cb-hover); }
      .account .alone { display: block; padding: 0.375rem var(--cb-space-8); font-weight: var(--cb-weight-strong); }
      .search { display: flex; align-items: center; gap: var(--cb-space-8); min-block-size: 1.875rem; padding-inline: var(--cb-space-8) var(--cb-space-6); margin-block-end: var(--cb-space-12); border-radius: var(--cb-radius-md); background: var(--cb-raised); box-shadow: inset 0 0 0 1px var(--cb-line-strong); color: var(--cb-text-subtle); font-size: var(--cb-size-sm); inline-size: 100%; }
      .search cb-keys { margin-inline-start: auto; }
    `,
  ]

  @property({ attribute: false }) data!: AccountData
  @property() section: Section | undefined
  @property() path = ''
  readonly #session = new Watch(this, () => session)

  override render() {
    const name = this.section === 'conversations' ? t('shell.conversations') : t('shell.settings')
    return html`<nav aria-label=${name}>
      <div class="account">${this.#account()}</div>
      <button type="button" class="search" @click=${() => commands.run('command-bar')}>${glyph(search, 'sm')}${t('shell.search')}<cb-keys keys="$mod+K"></cb-keys></button>
      ${
        this.section === 'conversations'
          ? html`<cb-nav-conversations .data=${this.data} .path=${this.path}></cb-nav-conversations>`
          : html`<cb-nav-settings .data=${this.data} .path=${this.path}></cb-nav-settings>`
      }
    </nav>`
  }

  #account() {
    const accounts = this.#session.value?.accounts ?? []
    const name = accounts.find(({ id }) => id === this.data.id)?.name ?? ''
    if (accounts.length < 2) return html`<span class="alone truncate auto" dir="auto">${name}</span>`
    const items = accounts.map((account) => ({
      value: String(account.id),
      label: account.name,
      checked: account.id === this.data.id,
    }))
    return html`<cb-menu .items=${items} label=${t('shell.accounts')} @cb-choose=${this.#switch}>
      <button slot="trigger" type="button" aria-haspopup="menu"><span class="truncate auto" dir="auto">${name}</span>${glyph(chevronsUpDown, 'sm')}</button>
    </cb-menu>`
  }

  #switch = (event: CustomEvent<{ value: string }>): void => {
    void navigate(accountPath('dashboard', Number(event.detail.value)))
  }
}

define('cb-nav', CbNav)

declare global {
  interface HTMLElementTagNameMap {
    'cb-nav': CbNav
  }
}
