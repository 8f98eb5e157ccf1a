import { Task } from '@lit/task'
import { html } from 'lit'
import plus from 'lucide-static/icons/plus.svg?raw'
import settings from 'lucide-static/icons/settings-2.svg?raw'
import trash from 'lucide-static/icons/trash-2.svg?raw'
import type { Inbox } from '../../data/inboxes.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-badge.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-empty.ts'
import '../../elements/cb-icon-button.ts'
import '../../elements/cb-page.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { channelColors, channelLook } from '../../registry/channels.ts'
import { t } from '../../shell/language.ts'
import { accountPath, navigate } from '../../shell/navigation.ts'
import { base } from '../../styles/base.ts'
import { addressOf } from './inbox-address.ts'
import { loadFailed, loadingRows } from './load-states.ts'
import { removeInboxAfterAsking } from './remove-inbox.ts'
import { SettingsScreen, settingsStyles } from './settings-screen.ts'

/** The account's inboxes: every address that customers write to. */
export class CbSettingsInboxes extends SettingsScreen {
  static override styles = [base, settingsStyles, channelColors]

  readonly #inboxes = new Watch(this, () => this.data?.inboxes)
  readonly #load = new Task(this, { task: ([data]) => data?.inboxes.refresh(), args: () => [this.data] })

  async #remove(inbox: Inbox): Promise<void> {
    if (await removeInboxAfterAsking(this.account, inbox)) await this.attempt(async () => this.data?.inboxes.refresh())
  }

  override render() {
    const inboxes = this.#inboxes.value
    return html`<cb-page .parent=${this.parentPage} heading=${t('settings.inboxes.title')} lead=${t('settings.inboxes.lead')}>
      <cb-button slot="action" kind="primary" href=${accountPath('settings/inboxes/new', this.account)}><cb-icon slot="start" .name=${plus}></cb-icon>${t('settings.inboxes.new')}</cb-button>
      ${inboxes ? this.#renderList(inboxes) : (this.#load.render({ error: (error) => loadFailed(error, () => void this.#load.run()) }) ?? loadingRows())}
    </cb-page>`
  }

  #renderList(inboxes: readonly Inbox[]) {
    if (inboxes.length === 0)
      return html`<div class="card"><cb-empty heading=${t('settings.inboxes.empty')}>${t('settings.inboxes.emptyText')}
        <cb-button slot="action" kind="primary" @click=${() => void navigate(accountPath('settings/inboxes/new', this.account))}>${t('settings.inboxes.new')}</cb-button></cb-empty></div>`
    return html`<ul class="card lines">${inboxes.map((inbox) => {
      const look = channelLook(inbox.channel_type)
      const href = accountPath(`settings/inboxes/${inbox.id}`, this.account)
      return html`<li>
        <span class="tile channel-${look.accent}">${glyph(look.icon, 'lg')}</span>
        <a class="grow" href=${href}><b dir="auto" class="auto">${inbox.name}</b><small>${[look.name || t('settings.inboxes.channel'), addressOf(inbox)].filter(Boolean).join(' · ')}</small></a>
        ${
          inbox.reauthorization_required
            ? html`<cb-badge tone="bad">${t('settings.inboxes.broken')}</cb-badge>`
            : html`<cb-badge tone="good">${t('settings.inboxes.live')}</cb-badge>`
        }
        <cb-icon-button .icon=${settings} label=${t('settings.inboxes.openNamed', { name: inbox.name })} @click=${() => void navigate(href)}></cb-icon-button>
        <cb-icon-button .icon=${trash} label=${t('settings.inboxes.removeNamed', { name: inbox.name })} @click=${() => this.#remove(inbox)}></cb-icon-button>
      </li>`
    })}</ul>`
  }
}

define('cb-settings-inboxes', CbSettingsInboxes)

declare global {
  interface HTMLElementTagNameMap {
    'cb-settings-inboxes': CbSettingsInboxes
  }
}
