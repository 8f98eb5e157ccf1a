import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import type { AccountData } from '../data/account-data.ts'
import { membershipIn, session } from '../data/session.ts'
import { define } from '../elements/define.ts'
import { glyph } from '../elements/glyph.ts'
import { base } from '../styles/base.ts'
import { t } from './language.ts'
import { navStyles } from './nav-styles.ts'
import { accountPath, here } from './navigation.ts'
import { type SettingsPage, settingsSections } from './settings-sections.ts'

/** The pages of the settings that this reader may open. */
export class CbNavSettings extends LitElement {
  static override styles = [base, navStyles, css`.group { cursor: default; }`]

  @property({ attribute: false }) data!: AccountData
  @property() path = ''

  override render() {
    const isAdministrator = membershipIn(session.value, this.data.id)?.role === 'administrator'
    return settingsSections.map(({ title, pages }) => {
      const visible = pages.filter(({ access }) => access === 'member' || isAdministrator)
      return visible.length === 0
        ? nothing
        : html`<div class="group" role="presentation">${t(title)}</div>${visible.map(this.#page)}`
    })
  }

  #page = ({ title, icon, path }: SettingsPage) => {
    const href = accountPath(`settings/${path}`, this.data.id)
    const section = accountPath(`settings/${path.split('/')[0]}`, this.data.id)
    const isCurrent = here().startsWith(section)
    return html`<a class="item" href=${href} aria-current=${isCurrent ? 'page' : nothing}>${glyph(icon)}<span class="words">${t(title)}</span></a>`
  }
}

define('cb-nav-settings', CbNavSettings)

declare global {
  interface HTMLElementTagNameMap {
    'cb-nav-settings': CbNavSettings
  }
}
