import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import bell from 'lucide-static/icons/bell.svg?raw'
import messagesSquare from 'lucide-static/icons/messages-square.svg?raw'
import panelLeft from 'lucide-static/icons/panel-left.svg?raw'
import plug from 'lucide-static/icons/plug.svg?raw'
import settings from 'lucide-static/icons/settings.svg?raw'
import type { AccountData } from '../data/account-data.ts'
import { membershipIn, session } from '../data/session.ts'
import { Watch } from '../data/store.ts'
import '../elements/cb-avatar.ts'
import '../elements/cb-menu.ts'
import { define } from '../elements/define.ts'
import { type Glyph, glyph } from '../elements/glyph.ts'
import { base } from '../styles/base.ts'
import './cb-notices.ts'
import type { TextKey } from './catalogue.ts'
import { t } from './language.ts'
import { accountPath } from './navigation.ts'
import { chooseFromProfile, profileMenu } from './profile-menu.ts'
import type { Section } from './route.ts'

interface RailItem {
  section: Section
  title: TextKey
  icon: Glyph
  path: string
  administrator?: boolean
}

const work: RailItem[] = [
  { section: 'conversations', title: 'shell.conversations', icon: messagesSquare, path: 'dashboard' },
  { section: 'plugins', title: 'shell.plugins', icon: plug, path: 'settings/plugins', administrator: true },
]
const administration: RailItem[] = [{ section: 'settings', title: 'shell.settings', icon: settings, path: 'settings' }]

/** The dark strip at the edge: which part of the product. A jack marks the one that is plugged in. */
export class CbRail extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; align-items: center; background: var(--cb-rail); border-inline-end: 1px solid var(--cb-rail-line); color: var(--cb-rail-icon); }
      nav { display: flex; flex: 1; flex-direction: column; align-items: center; gap: var(--cb-space-4); padding-block: var(--cb-space-12); }
      .mark { inline-size: 1.75rem; block-size: 1.75rem; margin-block-end: var(--cb-space-12); }
      .tile { fill: var(--cb-core-cord-600); }
      .line { fill: none; stroke: #fff; stroke-width: 2.6; stroke-linecap: round; }
      .jack { fill: var(--cb-core-cord-600); stroke: #fff; stroke-width: 2.2; }
      .item { position: relative; display: grid; place-items: center; inline-size: 2.25rem; block-size: 2.25rem; border-radius: var(--cb-radius-md); }
      .item:hover { background: var(--cb-rail-on); }
      .item:focus-visible { outline-color: var(--cb-core-cord-300); border-radius: var(--cb-radius-md); }
      .item[aria-current] { background: var(--cb-rail-on); color: var(--cb-rail-icon-on); }
      .item[aria-current]::after { content: ''; position: absolute; inset-inline-end: calc((var(--cb-rail-width) - 2.25rem) / -2 - var(--cb-jack-size) / 2); inset-block-start: calc(50% - var(--cb-jack-size) / 2); inline-size: var(--cb-jack-size); block-size: var(--cb-jack-size); border-radius: 50%; border: var(--cb-jack-ring) solid var(--cb-brand); background: var(--cb-canvas); z-index: 1; }
      .count { position: absolute; inset-block-start: .0625rem; inset-inline-end: -.0625rem; min-inline-size: .9375rem; block-size: .9375rem; padding-inline: .1875rem; display: grid; place-items: center; border-radius: var(--cb-radius-full); background: var(--cb-core-cord-300); color: var(--cb-core-cord-950); font-size: .625rem; line-height: 1; font-weight: var(--cb-weight-heavy); box-shadow: 0 0 0 2px var(--cb-rail); }
      cb-avatar { --size: 1.875rem; background: var(--cb-core-cord-800); color: var(--cb-core-cord-100); --cb-avatar-ring: var(--cb-rail); }
      .fold { display: none; }
      @media (max-width: 1359px) { .fold { display: grid; } }
      @media (forced-colors: active) { .item[aria-current] { outline: 2px solid Highlight; outline-offset: -2px; } }
    `,
  ]

  @property({ attribute: false }) data!: AccountData
  @property() section: Section | undefined
  readonly #session = new Watch(this, () => session)
  readonly #notices = new Watch(this, () => this.data?.notices)
  readonly #presence = new Watch(this, () => this.data?.presence)

  override render() {
    const user = this.#session.value
    const membership = membershipIn(user, this.data.id)
    const isAdministrator = membership?.role === 'administrator'
    const visible = (item: RailItem) => !item.administrator || isAdministrator
    const availability = this.#presence.value?.users[String(user?.id)] ?? membership?.availability_status ?? 'offline'
    return html`<nav aria-label=${t('shell.sections')}>
      <svg class="mark" viewBox="0 0 28 28" aria-hidden="true"><rect class="tile" width="28" height="28" rx="8"/><path class="line" d="M18.6 9.2c-1.2-1.5-2.9-2.2-4.6-2.2-3.9 0-7 3.1-7 7s3.1 7 7 7c1.7 0 3.4-.7 4.6-2.2"/><circle class="jack" cx="19.4" cy="9.6" r="2.3"/><circle class="jack" cx="19.4" cy="18.4" r="2.3"/></svg>
      <button type="button" class="item fold" aria-label=${t('shell.navigation.open')} title=${t('shell.navigation.open')} @click=${this.#unfold}>${glyph(panelLeft, 'lg', true)}</button>
      ${work.filter(visible).map(this.#item)}
      <span class="spacer"></span>
      ${isAdministrator ? this.#bell() : nothing}
      ${administration.filter(visible).map(this.#item)}
      <cb-menu .items=${profileMenu(membership)} label=${t('shell.you')} @cb-choose=${(event: CustomEvent<{ value: string }>) => chooseFromProfile(event.detail.value, this.data.id)}>
        <button slot="trigger" type="button" class="item" aria-haspopup="menu" aria-label=${t('shell.you.named', { name: user?.available_name ?? '', availability: t(`shell.availability.${availability}`) })} title=${user?.available_name ?? nothing}>
          <cb-avatar .name=${user?.available_name ?? ''} .src=${user?.avatar_url ?? ''} .presence=${availability} labelled></cb-avatar>
        </button>
      </cb-menu>
    </nav>`
  }

  #bell() {
    const count = this.#notices.value?.length ?? 0
    const name = count > 0 ? t('shell.notices.count', { count }) : t('shell.notices')
    return html`<cb-notices .data=${this.data}>
      <button slot="trigger" type="button" class="item" aria-haspopup="dialog" aria-expanded="false" aria-label=${name} title=${name}>${glyph(bell, 'lg')}${
        count > 0 ? html`<span class="count" aria-hidden="true">${count > 9 ? '9+' : count}</span>` : nothing
      }</button>
    </cb-notices>`
  }

  #item = ({ section, title, icon, path }: RailItem) => html`<a
    class="item" href=${accountPath(path, this.data.id)} aria-label=${t(title)} title=${t(title)} aria-current=${this.section === section ? 'page' : nothing}
  >${glyph(icon, 'lg')}</a>`

  #unfold = (): void => {
    this.dispatchEvent(new CustomEvent('cb-unfold', { bubbles: true, composed: true }))
  }
}

define('cb-rail', CbRail)

declare global {
  interface HTMLElementTagNameMap {
    'cb-rail': CbRail
  }
}
