import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { styleMap } from 'lit/directives/style-map.js'
import atSign from 'lucide-static/icons/at-sign.svg?raw'
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw'
import eye from 'lucide-static/icons/eye.svg?raw'
import hourglass from 'lucide-static/icons/hourglass.svg?raw'
import inboxIcon from 'lucide-static/icons/inbox.svg?raw'
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw'
import users from 'lucide-static/icons/users.svg?raw'
import type { AccountData } from '../data/account-data.ts'
import type { Inbox } from '../data/inboxes.ts'
import type { Label } from '../data/labels.ts'
import { Watch } from '../data/store.ts'
import type { Team } from '../data/teams.ts'
import { define } from '../elements/define.ts'
import { type Glyph, glyph } from '../elements/glyph.ts'
import { hueOf } from '../elements/hues.ts'
import { channelColors, channelLook } from '../registry/channels.ts'
import { base } from '../styles/base.ts'
import { t } from './language.ts'
import { navStyles } from './nav-styles.ts'
import { accountPath, here } from './navigation.ts'

const folded = 'cb-folded'

/** The lists of conversations: all, mentions, by channel, team and label. */
export class CbNavConversations extends LitElement {
  static override styles = [base, navStyles, channelColors, css`:host { padding-block-end: var(--cb-space-8); }`]

  @property({ attribute: false }) data!: AccountData
  /** The address that is shown: only its change renders the marks again. */
  @property() path = ''
  @state() private folded = new Set<string>(JSON.parse(localStorage.getItem(folded) ?? '[]'))
  readonly #inboxes = new Watch(this, () => this.data.inboxes)
  readonly #teams = new Watch(this, () => this.data.teams)
  readonly #labels = new Watch(this, () => this.data.labels)

  override render() {
    const labels = this.#labels.value?.filter((label) => label.show_on_sidebar) ?? []
    const teams = this.#teams.value ?? []
    const inboxes = this.#inboxes.value ?? []
    return html`
      ${this.#item('dashboard', t('shell.nav.all'), glyph(inboxIcon), ['dashboard', 'conversations/'])}
      ${this.#item('mentions/conversations', t('shell.nav.mentions'), glyph(atSign))}
      ${this.#item('participating/conversations', t('shell.nav.participating'), glyph(eye))}
      ${this.#item('unattended/conversations', t('shell.nav.unattended'), glyph(hourglass))}
      ${this.#group('channels', t('shell.nav.channels'), inboxes.map(this.#inbox))}
      ${this.#group('teams', t('shell.nav.teams'), teams.map(this.#team))}
      ${this.#group('labels', t('shell.nav.labels'), labels.map(this.#label))}
    `
  }

  #inbox = (inbox: Inbox) => {
    const { icon, accent } = channelLook(inbox.channel_type)
    const warning = inbox.reauthorization_required
      ? html`<span class="end">${glyph(triangleAlert, 'sm')}<span class="unseen">${t('shell.nav.reauthorize')}</span></span>`
      : nothing
    return this.#item(`inbox/${inbox.id}`, inbox.name, this.#accented(icon, accent), [`inbox/${inbox.id}`], warning)
  }

  #accented = (icon: Glyph, accent: string) => html`<span class="channel-${accent}">${glyph(icon)}</span>`

  #team = (team: Team) => this.#item(`team/${team.id}`, team.name, glyph(users))

  #label = (label: Label) => {
    const hue = hueOf(label.color)
    const color = hue ? `var(--cb-hue-${hue}-text)` : label.color
    const path = `label/${encodeURIComponent(label.title)}`
    return this.#item(path, label.title, html`<i class="swatch" style=${styleMap({ '--hue': color })}></i>`)
  }

  #item(path: string, words: string, icon: TemplateResult, starts: readonly string[] = [path], end: unknown = nothing) {
    const rest = here().split(/\/app\/accounts\/\d+\//)[1] ?? ''
    const isCurrent = starts.some(
      (start) =>
        rest === start || rest.startsWith(start.endsWith('/') ? start : `${start}/`) || rest.startsWith(`${start}?`),
    )
    return html`<a class="item" href=${accountPath(path, this.data.id)} aria-current=${isCurrent ? 'page' : nothing}>${icon}<span class="words auto" dir="auto">${words}</span>${end}</a>`
  }

  #group(name: string, title: string, items: readonly TemplateResult[]) {
    if (items.length === 0) return nothing
    const isOpen = !this.folded.has(name)
    return html`<button type="button" class="group" aria-expanded=${isOpen ? 'true' : 'false'} @click=${() => this.#fold(name)}>${title}${glyph(chevronDown, 'xs')}</button>${isOpen ? items : nothing}`
  }

  #fold(name: string): void {
    const next = new Set(this.folded)
    if (!next.delete(name)) next.add(name)
    this.folded = next
    localStorage.setItem(folded, JSON.stringify([...next]))
  }
}

define('cb-nav-conversations', CbNavConversations)

declare global {
  interface HTMLElementTagNameMap {
    'cb-nav-conversations': CbNavConversations
  }
}
