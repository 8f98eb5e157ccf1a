import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw'
import check from 'lucide-static/icons/check.svg?raw'
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw'
import clock from 'lucide-static/icons/clock.svg?raw'
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw'
import panelRight from 'lucide-static/icons/panel-right.svg?raw'
import rotateCcw from 'lucide-static/icons/rotate-ccw.svg?raw'
import type { AccountData } from '../../data/account-data.ts'
import { nameOf } from '../../data/contacts.ts'
import type { Conversation } from '../../data/conversation.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-avatar.ts'
import '../../elements/cb-badge.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-icon-button.ts'
import '../../elements/cb-menu.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { channelColors, channelLook } from '../../registry/channels.ts'
import { t } from '../../shell/language.ts'
import { exactTime } from '../../shell/time.ts'
import { base } from '../../styles/base.ts'
import { ConversationActions } from './conversation-actions.ts'
import { chooseForConversation, conversationEntries, statusEntries } from './conversation-menu.ts'

/**
 * Whose conversation it is and what can be done with it.
 * @fires cb-panel - the contact panel was asked for
 */
export class CbThreadHead extends LitElement {
  static override styles = [
    base,
    channelColors,
    css`
      :host { display: flex; align-items: center; gap: var(--cb-space-8); min-block-size: var(--cb-header-height); padding-inline: var(--cb-space-16) var(--cb-space-12); border-block-end: 1px solid var(--cb-line); flex: none; }
      cb-avatar { margin-inline-end: var(--cb-space-4); }
      .channel { position: absolute; inset-block-end: -5px; inset-inline-end: -6px; inline-size: 1.0625rem; block-size: 1.0625rem; border-radius: 50%; display: grid; place-items: center; background: var(--cb-surface); box-shadow: 0 0 0 1px var(--cb-line); }
      .channel .glyph { inline-size: 0.625rem; block-size: 0.625rem; stroke-width: 2.5; }
      .title { flex: 1; min-inline-size: 0; }
      h2 { font-size: var(--cb-size-md); line-height: var(--cb-leading-md); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .sub { display: flex; align-items: center; gap: var(--cb-space-6); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); white-space: nowrap; overflow: hidden; min-block-size: 1.125rem; }
      .split { display: inline-flex; flex: none; }
      .main::part(base) { border-start-end-radius: 0; border-end-end-radius: 0; }
      .other::part(base) { border-start-start-radius: 0; border-end-start-radius: 0; padding-inline: var(--cb-space-6); margin-inline-start: -1px; }
      .main .glyph { color: var(--cb-text-muted); }
      .toggle { display: none; }
      @media (max-width: 1139px) { .toggle { display: inline-flex; } }
      @media (max-width: 767px) {
        :host { padding-inline: var(--cb-space-4); gap: var(--cb-space-4); }
        .words { display: none; }
        .main::part(base) { border-radius: var(--cb-radius-md); inline-size: 2.75rem; }
        .other, .sub .place { display: none; }
      }
    `,
  ]

  @property({ attribute: false }) data!: AccountData
  @property({ attribute: false }) conversation!: Conversation
  @property() listPath = ''
  @property({ type: Boolean }) panelOpen = false
  readonly #inboxes = new Watch(this, () => this.data.inboxes)
  readonly #presence = new Watch(this, () => this.data.presence)

  override render() {
    const { conversation } = this
    const { sender, channel } = conversation.meta
    const look = channelLook(channel)
    const inbox = this.#inboxes.value?.find(({ id }) => id === conversation.inbox_id)
    const presence = this.#presence.value?.contacts[sender.id] ?? 'offline'
    return html`
      <a class="narrow-only" href=${this.listPath}><cb-icon-button .icon=${arrowLeft} flip label=${t('desk.back')}></cb-icon-button></a>
      <cb-avatar class="wide-only" .name=${nameOf(sender)} .src=${sender.thumbnail ?? ''} .presence=${presence === 'offline' ? '' : presence}><span class="channel channel-${look.accent}">${glyph(look.icon)}</span></cb-avatar>
      <div class="title">
        <h2 class="auto" dir="auto">${nameOf(sender)}</h2>
        <div class="sub"><span class="figures">#${conversation.id}</span>${inbox ? html`<span class="place" aria-hidden="true">·</span><span class="place truncate" dir="auto">${inbox.name}</span>` : nothing}${this.#state()}</div>
      </div>
      ${this.#statusButton()}
      <cb-icon-button class="toggle" .icon=${panelRight} flip label=${t('desk.panel.show')} .expanded=${this.panelOpen} @click=${this.#panel}></cb-icon-button>
      <cb-menu placement="end" label=${t('desk.more')} .items=${conversationEntries(conversation, this.data, true)} @cb-choose=${this.#choose}><cb-icon-button slot="trigger" .icon=${ellipsis} label=${t('desk.more')}></cb-icon-button></cb-menu>
    `
  }

  #state() {
    const { status, snoozed_until, muted } = this.conversation
    const snoozed = snoozed_until
      ? t('desk.snoozed.until', { time: exactTime(snoozed_until) })
      : t('desk.status.snoozed')
    return html`${status === 'open' ? nothing : html`<cb-badge size="s" tone=${status === 'resolved' ? 'good' : 'warn'} .icon=${status === 'snoozed' ? clock : undefined}>${status === 'snoozed' ? snoozed : t(`desk.status.${status}`)}</cb-badge>`}${
      muted ? html`<cb-badge size="s" outline>${t('desk.muted')}</cb-badge>` : nothing
    }`
  }

  #statusButton() {
    const isOpen = this.conversation.status === 'open'
    const words = t(isOpen ? 'desk.status.resolve' : 'desk.status.reopen')
    return html`<span class="split">
      <cb-button class="main" aria-keyshortcuts="Alt+E" title=${words} @click=${this.#toggle}>${glyph(isOpen ? check : rotateCcw)}<span class="words" slot="end">${words}</span></cb-button>
      <cb-menu placement="end" label=${t('desk.status.other')} .items=${statusEntries(this.conversation)} @cb-choose=${this.#choose}><cb-button slot="trigger" class="other">${glyph(chevronDown, 'sm')}<span class="unseen">${t('desk.status.other')}</span></cb-button></cb-menu>
    </span>`
  }

  #toggle = (): void => {
    const status = this.conversation.status === 'open' ? 'resolved' : 'open'
    void new ConversationActions(this.data).setStatus(this.conversation, status)
  }

  #choose = (event: CustomEvent<{ value: string }>): void => {
    void chooseForConversation(event.detail.value, this.conversation, this.data)
  }

  #panel = (): void => {
    this.dispatchEvent(new CustomEvent('cb-panel', { bubbles: true, composed: true }))
  }
}

define('cb-thread-head', CbThreadHead)

declare global {
  interface HTMLElementTagNameMap {
    'cb-thread-head': CbThreadHead
  }
}
