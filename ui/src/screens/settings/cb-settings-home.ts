import { css, html } from 'lit'
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw'
import { membershipIn, session } from '../../data/session.ts'
import '../../elements/cb-page.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { t } from '../../shell/language.ts'
import { accountPath, navigate } from '../../shell/navigation.ts'
import { settingsSections } from '../../shell/settings-sections.ts'
import { base } from '../../styles/base.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'

/** Every settings page as a list, where the navigation is folded away. Beside the navigation it goes to the first of them. */
export class CbSettingsHome extends SettingsScreen {
  static override styles = [
    base,
    settingsStyles,
    css`
      h2 { font-size: var(--cb-size-xs); color: var(--cb-text-subtle); font-weight: var(--cb-weight-medium); margin-block-end: var(--cb-space-4); padding-inline: var(--cb-space-4); }
      li a { display: flex; align-items: center; gap: var(--cb-space-12); flex: 1; min-block-size: 2.875rem; margin: calc(-1 * var(--cb-space-8)) calc(-1 * var(--cb-space-16)); padding-inline: var(--cb-space-16); font-size: var(--cb-size-md); }
      li a .glyph { color: var(--cb-text-muted); } li a > span { flex: 1; }
    `,
  ]

  get #sections() {
    const isAdministrator = membershipIn(session.value, this.account)?.role === 'administrator'
    return settingsSections
      .map(({ title, pages }) => ({
        title,
        pages: pages.filter(({ access }) => access === 'member' || isAdministrator),
      }))
      .filter(({ pages }) => pages.length > 0)
  }

  override firstUpdated(): void {
    const [first] = this.#sections.flatMap(({ pages }) => pages)
    if (first && matchMedia('(min-width: 768px)').matches)
      void navigate(accountPath(`settings/${first.path}`, this.account), { replace: true })
  }

  override render() {
    return html`<cb-page heading=${t('shell.settings')}>${this.#sections.map(
      ({ title, pages }) =>
        html`<section aria-label=${t(title)}><h2>${t(title)}</h2><ul class="card lines">${pages.map(
          (page) =>
            html`<li><a href=${accountPath(`settings/${page.path}`, this.account)}>${glyph(page.icon)}<span>${t(page.title)}</span>${glyph(chevronRight, 'sm', true)}</a></li>`,
        )}</ul></section>`,
    )}</cb-page>`
  }
}

define('cb-settings-home', CbSettingsHome)

declare global {
  interface HTMLElementTagNameMap {
    'cb-settings-home': CbSettingsHome
  }
}
