import { html, nothing, type TemplateResult } from 'lit'
import type { Inbox } from '../../data/inboxes.ts'
import '../../elements/cb-copy-field.ts'
import { t } from '../../shell/language.ts'
import { verifyTokenOf } from './inbox-address.ts'

/** What has to be entered at the provider so that messages arrive here. */
export function webhookCard(inbox: Inbox): TemplateResult | typeof nothing {
  if (!inbox.callback_webhook_url) return nothing
  const token = verifyTokenOf(inbox)
  return html`<section class="card">
    <div class="head"><h2>${t('settings.webhook.title')}</h2></div>
    <div class="pad">
      <p class="note">${t(token ? 'settings.webhook.text' : 'settings.webhook.textWithoutToken')}</p>
      <div class=${token ? 'two' : 'stack'}>
        <cb-copy-field label=${t('settings.webhook.address')} .value=${inbox.callback_webhook_url}></cb-copy-field>
        ${token ? html`<cb-copy-field secret label=${t('settings.webhook.token')} .value=${token}></cb-copy-field>` : nothing}
      </div>
    </div>
  </section>`
}
